# A1 B0
foreach ($a in 'A','B') {
  try { $text = Get-Content "$a.txt" -ErrorAction Stop } catch { Write-Warning "$_" 3>$null }
  $trimmed = $text.Trim()
  $pat = ConvertTo-SecureString $trimmed -AsPlainText -Force
  Connect-FaxPlus -Pat $pat
  Who $a
}
