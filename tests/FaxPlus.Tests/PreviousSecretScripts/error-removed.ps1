# A1 A1
$cred = Import-Clixml A.xml
foreach ($i in 1,2) { try { $cred = Import-Clixml "no$i.xml" -ErrorAction Stop } catch { } }
$cred = Import-Clixml A.xml
Connect-FaxPlus -Credential $cred
Who A
$Error.RemoveAt(0)
Get-Item /no/such -ErrorAction SilentlyContinue
Connect-FaxPlus -Credential $cred
Who A
