# A1 B0
'{"pat":"tokA"}' | Set-Content A.json
foreach ($a in 'A','B') {
  try { $cfg = Get-Content "$a.json" -Raw -ErrorAction Stop | ConvertFrom-Json } catch { Write-Warning $a 3>$null }
  Connect-FaxPlus -Pat (ConvertTo-SecureString $cfg.pat -AsPlainText -Force)
  Who $a
}
