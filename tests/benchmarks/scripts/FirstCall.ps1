# Signs in and makes the first call, in a process that has just imported the module.
param([string] $Module, [uri] $Api)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Start-Measure
Connect-FaxPlus -FromEnvironment -ApiUri $Api
$null = Get-FaxPlusAccount
$first = $watch.Elapsed
$null = Get-FaxPlusAccount
Stop-Measure @{ first = $first.TotalSeconds; second = ($watch.Elapsed - $first).TotalSeconds }
