# Importing a module, first thing in a fresh process.
param([string] $Module)
. $PSScriptRoot/Measure.ps1
Start-Measure
Import-Module $Module
Stop-Measure
