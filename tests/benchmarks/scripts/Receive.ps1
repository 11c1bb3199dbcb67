# Receives all faxes and saves each of them.
param([string] $Module, [uri] $Api, [string] $Folder, [int] $Throttle)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api
$null = Get-FaxPlusFax -First 1
Start-Measure
$saved = 0
Receive-FaxPlusFax -StateVariable state -After 2000-01-01 | Save-FaxPlusFax -Directory $Folder -ThrottleLimit $Throttle |
    ForEach-Object { $saved++ }
Stop-Measure @{ count = $saved }
