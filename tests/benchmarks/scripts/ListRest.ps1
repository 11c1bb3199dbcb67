# Lists all faxes with Invoke-RestMethod, page by page.
param([uri] $Api)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
$null = Invoke-RestMethod "$Api/accounts/self/faxes?limit=1" -Headers $headers
Start-Measure
$count = 0
Get-Fax $Api | ForEach-Object { if ($count++ -eq 0) { $script:first = $watch.Elapsed.TotalSeconds } }
Stop-Measure @{ count = $count; first = $first }
