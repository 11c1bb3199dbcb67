# Makes the same two calls as FirstCall.ps1, with Invoke-RestMethod.
param([uri] $Api)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
Start-Measure
$null = Invoke-RestMethod "$Api/accounts/self" -Headers $headers
$first = $watch.Elapsed
$null = Invoke-RestMethod "$Api/accounts/self" -Headers $headers
Stop-Measure @{ first = $first.TotalSeconds; second = ($watch.Elapsed - $first).TotalSeconds }
