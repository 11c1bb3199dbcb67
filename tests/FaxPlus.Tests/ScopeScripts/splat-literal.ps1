# Needs: fax:fax:read, fax:fax:edit
param([string] $FaxId, [string] $Pdf)

Connect-FaxPlus -FromEnvironment
$fax = [ordered]@{
    To      = '+14155550101'
    Path    = $Pdf
    From    = '+16505550100'
    Wait    = $true
    Timeout = 30
}
Send-FaxPlusFax @fax
