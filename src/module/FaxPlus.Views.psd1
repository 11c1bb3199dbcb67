# The views and default properties, which the first command of FaxPlus brings in.
@{
    ModuleVersion     = '1.0'
    GUID              = '125d40b2-6654-48f3-b043-5c67360c202f'
    Author            = 'The FaxPlus for PowerShell authors'
    Description       = 'How the objects of FaxPlus are shown.'
    PowerShellVersion = '5.1'
    TypesToProcess    = 'FaxPlus.Types.ps1xml'
    FormatsToProcess  = 'FaxPlus.Format.ps1xml'
    FunctionsToExport = @()
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
