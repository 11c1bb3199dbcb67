# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
$fax = @{ To = '+14155550101'; Path = $Pdf; Wait = $true } + @{ From = '+16505550100' }
$fax.Remove('Wait')
Send-FaxPlusFax @fax
