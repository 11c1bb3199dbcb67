# Needs: fax:fax:read, fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
$sender = @{ From = '+16505550100' }
$fax = $sender.Clone()
$fax.To = '+14155550101'
$fax['Path'] = $Pdf
$fax.Add('Wait', $true)
$fax += @{ Timeout = 30 }
Send-FaxPlusFax @fax
