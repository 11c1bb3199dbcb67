# Determines the scopes that all scripts in a folder need.
param([string] $Module, [string] $Folder)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
$null = Get-FaxPlusScope -Command Send-FaxPlusFax
Start-Measure
$null = Get-FaxPlusScope -Path $Folder/*.ps1 -WarningAction SilentlyContinue
Stop-Measure
