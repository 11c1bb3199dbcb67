# A1 B0
function Set-Secret($n) { try { $script:pat = Tok $n } catch { Write-Warning $n 3>$null } }
foreach ($a in 'A','B') { Set-Secret $a; Connect-FaxPlus -Pat $pat; Who $a }
