# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
$common = @{ From = '+16505550100'; Comment = 'Not waited for' }
Send-FaxPlusFax +14155550101 -LiteralPath $Pdf @common -Wait:$false
