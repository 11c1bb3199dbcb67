# Uploads a file with Invoke-RestMethod.
param([uri] $Api, [string] $File)
. $PSScriptRoot/Measure.ps1
. $PSScriptRoot/Rest.ps1
Start-Measure
$null = Add-File $Api $File
Stop-Measure
