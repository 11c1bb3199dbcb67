# A1 B0
function Connect-Mine { Connect-FaxPlus @args }
foreach ($a in 'A','B') { $cred = Import-Clixml "$a.xml"; Connect-Mine -Credential $cred; Who $a }
