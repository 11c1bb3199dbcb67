# A1 B0 C1
"Name,Pat","A,tokA","B,","C,tokC" | Set-Content acc6.csv
foreach ($row in Import-Csv acc6.csv) {
  try { $pat = $row.Pat | ConvertTo-SecureString -AsPlainText -Force } catch { "bad $($row.Name)" | Out-Null }
  Connect-FaxPlus -Pat $pat
  Who $row.Name
}
