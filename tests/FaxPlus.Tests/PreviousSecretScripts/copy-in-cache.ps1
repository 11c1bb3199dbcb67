# A1 B0
$cache = @{}
foreach ($a in 'A','B') {
  try { $cred = Import-Clixml "$a.xml" -ErrorAction Stop; $cache[$a] = $cred } catch { Write-Warning "$_" 3>$null }
  $mail = @{ To = 'x@example.org'; Credential = $cred }
  Connect-FaxPlus -Credential $cred
  Who $a
}
