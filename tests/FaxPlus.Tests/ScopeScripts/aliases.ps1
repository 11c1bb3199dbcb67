# Needs: fax:fax:read, fax:user:read
param([string] $FaxId, [string] $Pdf)

Set-Alias faxes Get-FaxPlusFax
New-Alias -Name whoami-fax -Value FaxPlus\Get-FaxPlusAccount
sal f faxes
Connect-FaxPlus -FromEnvironment
f -First 2
whoami-fax
