# Needs: fax:user:read
param([string] $FaxId, [string] $Pdf)

FaxPlus\Connect-FaxPlus -FromEnvironment
& 'FaxPlus\Get-FaxPlusAccount' | Select-Object Email
& "Get-FaxPlusAccount"
