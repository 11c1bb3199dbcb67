# A1 B A1 B
$t = @{ A = 'tokA' }; Set-StrictMode -Version 3
foreach ($round in 1,2) { foreach ($a in 'A','B') { try { $text = $t.$a; $pat = ConvertTo-SecureString $text -AsPlainText -Force; Connect-FaxPlus -Pat $pat; Who $a } catch { $a } } }
