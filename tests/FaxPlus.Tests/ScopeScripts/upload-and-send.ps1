# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
$page = New-FaxPlusCoverPage -NameTo Ada -NameFrom Grace -Subject Offer
$file = Add-FaxPlusFile $Pdf
$file | Send-FaxPlusFax -To +14155550101, +14155550102 -From +16505550100 -CoverPage $page
