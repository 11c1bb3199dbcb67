@{
    RootModule           = 'FaxPlus.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '7b0f4a86-3c2e-4d0b-9a7d-5e1c2f8b6a41'
    Author               = 'The FaxPlus for PowerShell authors'
    CompanyName          = 'The FaxPlus for PowerShell authors'
    Copyright            = 'Copyright (c) 2026 the FaxPlus for PowerShell authors. MIT licence.'
    Description          = 'Sends, follows, receives and files faxes with the Fax.Plus service (Enterprise plan, REST API v3).'
    PowerShellVersion    = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = 'Core', 'Desktop'
    FormatsToProcess     = 'FaxPlus.Format.ps1xml'
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-FaxPlusFile'
        'Connect-FaxPlus'
        'Connect-Voipex'
        'ConvertFrom-FaxPlusWebhook'
        'Disconnect-FaxPlus'
        'Disconnect-Voipex'
        'Get-FaxPlusAccount'
        'Get-FaxPlusFax'
        'Get-FaxPlusOutbox'
        'Get-FaxPlusScope'
        'Get-FaxPlusSession'
        'Get-FaxPlusWebhook'
        'Get-VoipexSession'
        'Invoke-FaxPlusRequest'
        'Invoke-VoipexRequest'
        'New-FaxPlusCoverPage'
        'Receive-FaxPlusFax'
        'Remove-FaxPlusFax'
        'Remove-FaxPlusWebhook'
        'Save-FaxPlusFax'
        'Send-FaxPlusFax'
        'Set-FaxPlusFax'
        'Set-FaxPlusOutbox'
        'Set-FaxPlusWebhook'
        'Stop-FaxPlusFax'
        'Test-FaxPlusScope'
        'Wait-FaxPlusFax'
        'Wait-FaxPlusWebhook'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = 'Fax', 'FaxPlus', 'Alohi', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS'
            Prerelease = 'preview1'
        }
    }
}
