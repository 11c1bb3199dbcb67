# Determines the scopes of all scripts in a folder.
param([string] $Module, [string] $Folder)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
$null = Get-FaxPlusScope -Command Send-FaxPlusFax
Start-Measure
$null = Get-FaxPlusScope -Path $Folder/*.ps1 -WarningAction SilentlyContinue
Stop-Measure
