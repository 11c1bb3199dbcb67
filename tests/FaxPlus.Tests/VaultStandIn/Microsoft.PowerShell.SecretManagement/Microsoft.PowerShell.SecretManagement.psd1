@{
    RootModule        = 'Microsoft.PowerShell.SecretManagement.psm1'
    ModuleVersion     = '1.1.2'
    GUID              = '7c1f2b70-3f0b-4c0c-8f52-5b6f6a0f9a11'
    Description       = 'A stand-in for tests: vaults that are folders.'
    FunctionsToExport = 'Get-Secret', 'Set-Secret', 'Remove-Secret', 'Get-SecretInfo', 'Register-SecretVault'
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
