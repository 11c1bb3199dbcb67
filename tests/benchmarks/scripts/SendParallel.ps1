# Sends faxes with Invoke-RestMethod in ForEach-Object -Parallel.
param([uri] $Api, [string] $File, [int] $Count, [int] $Throttle)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1

function Send-All([int] $From, [int] $To) {
    $path = Add-File $Api $File
    $From..$To | ForEach-Object -ThrottleLimit $Throttle -Parallel {
        $body = @{ from = '+16505550100'; to = @('+4144{0:00000}77' -f $_); files = @($using:path); return_ids = $true } | ConvertTo-Json
        Invoke-RestMethod "$using:Api/accounts/self/outbox" -Method Post -Headers $using:headers -ContentType application/json -Body $body
    }
}

$null = Send-All 0 0
Start-Measure
$sent = 0
Send-All 1 $Count | ForEach-Object { $sent++ }
Stop-Measure @{ count = $sent }
