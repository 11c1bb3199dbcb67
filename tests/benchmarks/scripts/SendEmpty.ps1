# Passes the rows of Send.ps1 to a cmdlet that has the parameters of Send-FaxPlusFax but sends no fax.
param([string] $Module, [string] $File, [int] $Count, [int] $Throttle)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
$null = Send-Empty -To +41000007777 -Path $File
Start-Measure
$sent = 0
1..$Count |
    ForEach-Object { [pscustomobject]@{ To = '+4144{0:00000}77' -f $_; Path = $File } } |
    Send-Empty -ThrottleLimit $Throttle |
    ForEach-Object { $sent++ }
Stop-Measure @{ count = $sent }
