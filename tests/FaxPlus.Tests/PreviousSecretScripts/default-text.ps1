# A1 A1 C1
$default = 'tokA'
foreach ($a in 'X','Y','C') {
  $own = $default
  try { $text = Get-Content "$a.txt" -ErrorAction Stop; $own = $text } catch { $text = $default; $a = 'A' }
  Connect-FaxPlus -Pat (ConvertTo-SecureString $own -AsPlainText -Force)
  Who $a
}
