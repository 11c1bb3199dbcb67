Set-StrictMode -Version Latest

function Add-Document([string] $Path) { Add-FaxPlusFile $Path }

function Get-Owner { Get-FaxPlusAccount }
