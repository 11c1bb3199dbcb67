# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
Send-FaxPlusFax -To +14155550101 -Path $Pdf -From +16505550100
