# A1 A1
$cred = Import-Clixml A.xml
foreach ($round in 1,2) { Connect-FaxPlus -Credential $cred; Who A; $log += Get-Content /no/log }
