# Needs: fax:fax:edit
param([string] $FaxId, [string] $Pdf, [switch] $Wait)

Connect-FaxPlus -FromEnvironment
$fax = @{ To = '+14155550101'; Path = $Pdf }
if ($Pdf -like '*urgent*') {
    $fax.From = 'no_number'
    $fax.Comment = 'Urgent'
}
else {
    $fax.From = '+16505550100'
}

$pace = if ($FaxId) { @{ RetryCount = 1 } } else { @{ RetryCount = 2; RetryDelay = 5 } }
Send-FaxPlusFax @fax @pace
