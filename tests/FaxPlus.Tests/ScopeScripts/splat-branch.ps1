# Needs: fax:fax:edit, fax:numbers:read
param([string] $FaxId, [string] $Pdf, [string] $Sender)

Connect-FaxPlus -FromEnvironment
$fax = @{ To = '+14155550101'; Path = $Pdf }
if ($Sender) { $fax.From = $Sender }
Send-FaxPlusFax @fax
