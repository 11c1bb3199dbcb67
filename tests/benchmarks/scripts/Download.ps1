# Downloads a fax with the module.
param([string] $Module, [uri] $Api, [string] $FaxId, [string] $Target)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api
Start-Measure
$null = Save-FaxPlusFax -FaxId $FaxId -Path $Target -Force
Stop-Measure @{ size = (Get-Item $Target).Length }
