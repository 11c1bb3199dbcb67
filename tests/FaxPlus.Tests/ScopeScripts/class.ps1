# Needs: fax:fax:edit, fax:user:read
param([string] $FaxId, [string] $Pdf)

class Bin {
    [string] $Owner = (Get-FaxPlusAccount).Email

    [void] Throw([string] $id) { Remove-FaxPlusFax -FaxId $id -Confirm:$false }
}

Connect-FaxPlus -FromEnvironment
[Bin]::new().Throw($FaxId)
