# A1 A1
$main = Import-Clixml A.xml
$cred = $main
Connect-FaxPlus -Credential $cred
Who A
try { $cred = Import-Clixml B.xml -ErrorAction Stop; Connect-FaxPlus -Credential $cred } catch { Write-Verbose "$_" } finally { $cred = $main; Connect-FaxPlus -Credential $cred }
Who A
