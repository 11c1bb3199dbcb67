# A1 B0 C1
"Name,Pat","A,tokA","B,","C,tokC" | Set-Content acc.csv
foreach ($row in Import-Csv acc.csv) {
  $pat = ConvertTo-SecureString $row.Pat -AsPlainText -Force
  Connect-FaxPlus -Pat $pat
  Who $row.Name
}
