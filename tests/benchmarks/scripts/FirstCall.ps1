# Imports the module, and measures the first call, including the sign-in, and a second call.
param([string] $Module, [uri] $Api)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Start-Measure
Connect-FaxPlus -FromEnvironment -ApiUri $Api
$null = Get-FaxPlusAccount
$first = $watch.Elapsed
$null = Get-FaxPlusAccount
Stop-Measure @{ first = $first.TotalSeconds; second = ($watch.Elapsed - $first).TotalSeconds }
