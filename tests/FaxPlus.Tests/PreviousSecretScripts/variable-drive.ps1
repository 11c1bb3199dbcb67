# A1 A1
$cred = Import-Clixml A.xml
foreach ($i in 1,2) { Connect-FaxPlus -Credential $variable:cred; Who A; Get-Item /no 2>$null }
