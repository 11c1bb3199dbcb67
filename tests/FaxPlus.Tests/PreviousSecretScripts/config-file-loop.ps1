# A1 B A1 B
$all = '{"A":{"pat":"tokA"}}' | ConvertFrom-Json; Set-StrictMode -Version 3
foreach ($round in 1,2) { foreach ($a in 'A','B') { try { $cfg = $all.$a; $pat = ConvertTo-SecureString $cfg.pat -AsPlainText -Force; Connect-FaxPlus -Pat $pat; Who $a } catch { $a } } }
