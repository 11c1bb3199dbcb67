# A1 B0
foreach ($a in 'A','B') {
  try { $stored = Import-Clixml "$a.xml" } catch { Write-Warning "$_" 3>$null }
  $account = $stored
  $cred = $account
  Connect-FaxPlus -Credential $cred
  Who $a
}
