# Reads a journal.
param([string] $Module, [string] $Journal)
. $PSScriptRoot/Measure.ps1
Import-Module $Module
Start-Measure
$count = 0
Get-FaxPlusJournal $Journal | ForEach-Object { $count++ }
Stop-Measure @{ count = $count }
