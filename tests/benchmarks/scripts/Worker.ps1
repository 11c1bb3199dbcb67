# Sends the rows of a list with a journal, alone or as one of several workers. So that all workers begin at the same time, each worker
# creates a file whose name begins with $Ready when it is ready, and waits for the file $Go.
param([string] $Module, [uri] $Api, [string] $File, [int] $Count, [int] $Throttle, [string] $Journal, [string] $Ready, [string] $Go)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api -DefaultFrom +16505550100
# The first fax loads the code for a journal of this kind, so it is sent before the measurement.
$null = [pscustomobject]@{ To = '+41000007777'; Path = $File; Key = 'warm-up' } | Send-FaxPlusFax -Journal "$Journal-warm-up-$PID"
if ($Ready) {
    $null = New-Item "$Ready-$PID"
    while (-not (Test-Path $Go)) { Start-Sleep -Milliseconds 20 }
}

Start-Measure
$sent = 0
$from = $last = [datetimeoffset]::UtcNow.ToUnixTimeMilliseconds()
# A loop creates the rows, so that the memory contains no list of all rows.
& {
    for ($i = 0; $i -lt $Count; $i++) {
        [pscustomobject]@{ To = '+41{0:000000000}' -f $i; Path = $File; Key = 'item-{0:0000000}' -f $i }
    }
} |
    Send-FaxPlusFax -ThrottleLimit $Throttle -Journal $Journal -ExpectedCount $Count |
    ForEach-Object { $sent++; $last = [datetimeoffset]::UtcNow.ToUnixTimeMilliseconds() }
Stop-Measure @{ count = $sent; from = $from / 1000; last = $last / 1000 }
