# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf)

$number = '+16505550100'
Connect-FaxPlus -FromEnvironment -DefaultFrom $number
'+14155550101', '+14155550102' | ForEach-Object { Send-FaxPlusFax -To $_ -Path $Pdf }
