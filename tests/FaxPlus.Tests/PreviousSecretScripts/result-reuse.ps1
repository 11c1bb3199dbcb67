# A1 A1
$result = Import-Clixml A.xml
$cred = $result
Connect-FaxPlus -Credential $cred
Who A
$result = Get-Content /no/report.csv
$result | Out-Null
Connect-FaxPlus -Credential $cred
Who A
