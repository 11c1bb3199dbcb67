@{
    RootModule        = 'Microsoft.PowerShell.SecretStore.psm1'
    ModuleVersion     = '1.0.6'
    GUID              = '0d1f3c52-9a0e-4f57-8a6c-4f7f6a1f2c10'
    Description       = 'A stand-in for tests: there is nothing to configure.'
    FunctionsToExport = 'Set-SecretStoreConfiguration'
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
