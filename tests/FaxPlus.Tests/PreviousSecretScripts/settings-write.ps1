# A1 A1
$settings = '{"pat":"tokA","last":null}' | ConvertFrom-Json
$pat = ConvertTo-SecureString $settings.pat -AsPlainText -Force
foreach ($round in 1, 2) {
  Connect-FaxPlus -Pat $pat
  Who A
  try { $settings.last = (Get-Item /no/such/file -ErrorAction Stop).LastWriteTime } catch { Write-Verbose "$_" }
}
