# Downloads a fax with the module.
param([string] $Module, [uri] $Api, [string] $FaxId, [string] $Target)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Connect-FaxPlus -FromEnvironment -ApiUri $Api
# The target must not exist: the pages of an existing file would be in the page cache, and a command that overwrites the file would reuse
# them.
Remove-Item -LiteralPath $Target -ErrorAction Ignore
Start-Measure
$null = Save-FaxPlusFax -FaxId $FaxId -Path $Target -Force
Stop-Measure @{ size = (Get-Item $Target).Length }
