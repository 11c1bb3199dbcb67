# A1 A1
foreach ($a in 'X','Y') {
  $own = Get-Content "$a.txt" -ErrorAction SilentlyContinue
  if ($own) { $token = $own } else { $token = 'tokA' }
  Connect-FaxPlus -Pat (Sec $token)
  Who A
}
