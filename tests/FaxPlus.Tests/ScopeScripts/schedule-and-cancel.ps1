# Needs: fax:fax:read, fax:fax:edit
param([string] $FaxId, [string] $Pdf)

begin { Connect-FaxPlus -FromEnvironment }
end {
    try {
        $sent = Send-FaxPlusFax +14155550101 -Path $Pdf -From +16505550100 -SendTime (Get-Date).AddDays(1)
        Set-FaxPlusOutbox $sent.OutboxId -Comment 'Tomorrow' -PassThru
    }
    finally {
        if ($sent) { $sent | Stop-FaxPlusFax }
    }
}
