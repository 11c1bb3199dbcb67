# A1 B0
foreach ($a in 'A','B') {
  try { $cred = Import-Clixml "$a.xml" -ErrorAction Stop } catch { Write-Warning "$_" 3>$null }
  $last = $cred
  Connect-FaxPlus -Credential $cred
  Who $a
}
