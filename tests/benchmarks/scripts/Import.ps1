# Measures the import of a module. The caller starts this script in a new process.
param([string] $Module)
. $PSScriptRoot/Measure.ps1
Start-Measure
Import-Module $Module
Stop-Measure
