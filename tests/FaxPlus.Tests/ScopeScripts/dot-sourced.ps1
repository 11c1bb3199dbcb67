# Needs: fax:fax:read, fax:file:edit
param([string] $FaxId, [string] $Pdf)

. $PSScriptRoot/lib/tools.ps1
Connect-FaxPlus -FromEnvironment
Add-Document $Pdf
& (Join-Path $PSScriptRoot 'lib' 'list.ps1')
