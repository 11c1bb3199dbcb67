# A1 B0
foreach ($a in 'A','B') {
  try { $cred = Import-Clixml "$a.xml" -ErrorAction Stop } catch { Write-Warning $a 3>$null }
  if ($null -eq $cred) { $cred = Import-Clixml C.xml }
  Connect-FaxPlus -Credential $cred
  Who $a
}
