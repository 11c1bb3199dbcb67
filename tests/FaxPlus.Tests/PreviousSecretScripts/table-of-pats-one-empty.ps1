# A1 B A1 B
$pats = @{ A = 'tokA'; B = '' }
foreach ($round in 1,2) { foreach ($a in 'A','B') {
  try { $text = $pats[$a]; $pat = ConvertTo-SecureString $text -AsPlainText -Force; Connect-FaxPlus -Pat $pat; Who $a } catch { $a } } }
