# A1 B0
foreach ($a in 'A','B') {
  try { $cred = Import-Clixml "$a.xml" -EA 1 } catch { Write-Warning $a 3>$null }
  Connect-FaxPlus -Credential $cred
  Who $a
}
