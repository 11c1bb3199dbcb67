# Needs: fax:fax:edit, fax:numbers:read
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
Send-FaxPlusFax +14155550101 $Pdf
