# A1 A1
Copy-Item A.xml now.xml
$cred = Import-Clixml now.xml
Connect-FaxPlus -Credential $cred
Who A
Remove-Item now.xml
try { $cred = Import-Clixml now.xml -ErrorAction Stop } catch { Write-Warning "$_" 3>$null }
Connect-FaxPlus -Credential $cred
Who A
