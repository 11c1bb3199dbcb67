# Lists all faxes. Measures the time until the first and the last object, and the number of requests before the first object.
param([string] $Module, [uri] $Api)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api
$null = Get-FaxPlusFax -First 1
Start-Measure
$count = 0
Get-FaxPlusFax | ForEach-Object { if ($count++ -eq 0) { $script:first = $watch.Elapsed.TotalSeconds } }
$figures = Stop-Measure @{ count = $count; first = $first }

# The requests are counted in a separate run, because reading the count takes time.
$controls = "$($Api.GetLeftPart('Authority'))/_emulator/requests"
$null = Invoke-RestMethod $controls -Method Delete
Get-FaxPlusFax | ForEach-Object { @(Invoke-RestMethod $controls).Count } -End {} | Select-Object -First 1 |
    ForEach-Object { $requests = $_ }
$figures -replace '}$', ",""requests"":$requests}"
