# A1 C1
function Send-As([string] $Name, [pscredential] $Credential = (Import-Clixml "$Name.xml")) { Connect-FaxPlus -Credential $Credential; Who $Name }
foreach ($a in 'A','B','C') { try { Send-As $a } catch { } }
