# Sends faxes with a loop of Invoke-RestMethod.
param([uri] $Api, [string] $File, [int] $Count)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1

function Send([string] $To, [string] $Path) {
    $body = @{ from = '+16505550100'; to = @($To); files = @($Path); return_ids = $true } | ConvertTo-Json
    Invoke-RestMethod "$Api/accounts/self/outbox" -Method Post -Headers $headers -ContentType application/json -Body $body
}

$null = Send +41000007777 (Add-File $Api $File)
Start-Measure
$sent = 0
$path = Add-File $Api $File
foreach ($i in 1..$Count) {
    $null = Send ('+4144{0:00000}77' -f $i) $path
    $sent++
}
Stop-Measure @{ count = $sent }
