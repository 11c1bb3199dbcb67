# Sends the rows of a list with the module.
param([string] $Module, [uri] $Api, [string] $File, [int] $Count, [int] $Throttle, [string] $Journal)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api -DefaultFrom +16505550100
$null = Send-FaxPlusFax -To +41000007777 -Path $File
$more = if ($Journal) { @{ Journal = $Journal } } else { @{} }
Start-Measure
$sent = 0
1..$Count |
    ForEach-Object { [pscustomobject]@{ To = '+4144{0:00000}77' -f $_; Path = $File } } |
    Send-FaxPlusFax -ThrottleLimit $Throttle @more |
    ForEach-Object { $sent++ }
Stop-Measure @{ count = $sent }
