# A1 B0
function Connect-Mine { [CmdletBinding()] param([pscredential] $Credential) Connect-FaxPlus @PSBoundParameters }
foreach ($a in 'A','B') { $cred = Import-Clixml "$a.xml"; Connect-Mine -Credential $cred; Who $a }
