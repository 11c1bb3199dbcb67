# Needs: fax:fax:read
param([string] $FaxId, [string] $Pdf)

function Get-Recent {
    function Get-Some([int] $Count) { Get-FaxPlusFax -First $Count }
    Get-Some 3
}

filter script:Get-Again { Get-FaxPlusFax -FaxId $_ }

# This function is not called.
function Remove-Everything { Get-FaxPlusFax | Remove-FaxPlusFax -Confirm:$false }

Connect-FaxPlus -FromEnvironment
Get-Recent | ForEach-Object Id | Get-Again
