# A1 A1
$cred = Import-Clixml A.xml
function Send-One($file) { $cred2 = 1; $file = Get-Item -LiteralPath $file -ErrorAction Stop }
foreach ($file in 'a.pdf','b.pdf') {
  Connect-FaxPlus -Credential $cred; Who A
  try { Send-One $file } catch { Write-Verbose "$_" }
}
