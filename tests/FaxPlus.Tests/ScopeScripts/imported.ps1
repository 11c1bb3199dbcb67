# Needs: fax:fax:read
param([string] $FaxId, [string] $Pdf)

Import-Module -Name "$PSScriptRoot/lib/Archive.psm1" -Force
Connect-FaxPlus -FromEnvironment
Save-Archive -FaxId $FaxId -Folder ([IO.Path]::GetDirectoryName($Pdf)) -Session (Get-FaxPlusSession)
