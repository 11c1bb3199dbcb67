# A1 A1
$file = 'A.xml'
$cred = Import-Clixml $file
function Send-One($name) { $file = Get-Item -LiteralPath $name -ErrorAction Stop; $file }
foreach ($name in 'a.pdf','b.pdf') {
  Connect-FaxPlus -Credential $cred; Who A
  try { Send-One $name } catch { Write-Verbose "$_" }
}
