# A1 A1
$cred = Import-Clixml A.xml
$n = 0
function Get-Own($Name) { $script:cred }
foreach ($a in 'X','Y') {
  try {
    try { Get-Item "/no/$a.log" -ErrorAction Stop } catch { $n++ }
    Get-Item "/no/$a.csv" -ErrorAction SilentlyContinue
    $cred = Get-Own $a
  } catch { Write-Warning "$_" 3>$null }
  Connect-FaxPlus -Credential $cred
  Who A
}
