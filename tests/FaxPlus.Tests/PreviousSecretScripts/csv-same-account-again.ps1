# A1 B A1
"Name,Pat","A,tokA","B,","A,tokA" | Set-Content acc7.csv
foreach ($row in Import-Csv acc7.csv) {
  try { $pat = ConvertTo-SecureString $row.Pat -AsPlainText -Force -ErrorAction Stop; Connect-FaxPlus -Pat $pat; Who $row.Name } catch { $row.Name; continue }
}
