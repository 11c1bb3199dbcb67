# A1 B0
foreach ($a in 'A','B') {
  $pat = Get-Content "$a.txt" | ConvertTo-SecureString -AsPlainText -Force
  Connect-FaxPlus -Pat $pat
  Who $a
}
