# Needs: fax:fax:read, fax:user:read
param([string] $FaxId, [string] $Pdf)

function Invoke-Often([scriptblock] $Action) { & $Action }

Connect-FaxPlus -FromEnvironment
$list = 'Get-FaxPlusOutbox'
& $list
$account = { Get-FaxPlusAccount }
Invoke-Often $account
. { Invoke-Often -Action { Get-FaxPlusFax -FaxId $FaxId } }
