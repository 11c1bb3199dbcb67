# A1 A1
$default = Import-Clixml A.xml
function Test-Log { Get-Item /no/such/log | Out-Null }
foreach ($a in 1,2) { Test-Log; $cred = $default; Connect-FaxPlus -Credential $cred; Who A }
