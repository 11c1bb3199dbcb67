# A1 B0
foreach ($a in 'A','B') {
  try { $pat = (Get-Content "$a.txt" -ErrorAction Stop) } catch { Write-Warning "$a" 3>$null }
  $pat = $pat.Trim()
  $secret = ConvertTo-SecureString $pat -AsPlainText -Force
  Connect-FaxPlus -Pat $secret
  Who $a
}
