# Uploads a file with the module.
param([string] $Module, [uri] $Api, [string] $File)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api
Start-Measure
$null = Add-FaxPlusFile -LiteralPath $File
Stop-Measure
