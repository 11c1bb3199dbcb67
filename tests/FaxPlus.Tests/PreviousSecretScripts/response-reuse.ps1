# A1 A1 A1
$response = '{"token":"tokA"}' | ConvertFrom-Json
$pat = ConvertTo-SecureString $response.token -AsPlainText -Force
foreach ($round in 1..3) {
  Connect-FaxPlus -Pat $pat
  Who A
  try { $response = Invoke-RestMethod http://127.0.0.1:1/status -TimeoutSec 2 } catch { Write-Warning "status: $_" 3>$null }
}
