# A1 A1
$cred = Import-Clixml A.xml
foreach ($r in 1,2) { $Error.Clear(); Connect-FaxPlus -Credential $cred; Who A; Get-Item /no/such 2>$null }
