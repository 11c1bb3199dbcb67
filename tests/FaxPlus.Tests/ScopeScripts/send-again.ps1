# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
Send-FaxPlusFax -To:+14155550101 -FaxId:$FaxId -From:no_number
