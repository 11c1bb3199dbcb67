# Imports a module as the first command of a new process.
param([string] $Module)
. $PSScriptRoot/Measure.ps1
Start-Measure
Import-Module $Module
Stop-Measure
