# Creates the modules that are compared with the FaxPlus module.
param([string] $Module, [string] $Folder)
$ErrorActionPreference = 'Stop'
$cmdlets = (Import-PowerShellDataFile $Module).CmdletsToExport
$source = Split-Path $Module

# A module with the same number of empty cmdlets.
$code = 'using System.Management.Automation;' + -join ($cmdlets | ForEach-Object {
    $verb, $noun = $_ -split '-'
    "[Cmdlet(""$verb"", ""$noun"")] public sealed class $verb${noun}Command : PSCmdlet { }"
})
$plain = New-Item "$Folder/Plain" -ItemType Directory
Add-Type $code -OutputAssembly "$plain/Plain.dll" -OutputType Library
$exports = "CmdletsToExport = '$($cmdlets -join "', '")'; FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @()"
Set-Content "$plain/Plain.psd1" "@{ ModuleVersion = '1.0'; RootModule = 'Plain.dll'; $exports }"

# The same module with the same number of views, which are loaded at import.
$withViews = New-Item "$Folder/PlainWithViews" -ItemType Directory
Copy-Item "$plain/Plain.dll", "$source/*.ps1xml" $withViews
Set-Content "$withViews/PlainWithViews.psd1" "@{ ModuleVersion = '1.0'; RootModule = 'Plain.dll'; $exports; FormatsToProcess = 'FaxPlus.Format.ps1xml'; TypesToProcess = 'FaxPlus.Types.ps1xml' }"

# The FaxPlus module without isolation: it loads the client into the default load context.
$null = New-Item "$Folder/Shared" -ItemType Directory
Copy-Item $source "$Folder/Shared/FaxPlus" -Recurse
Remove-Item "$Folder/Shared/FaxPlus/core/FaxPlus.Loader.dll"
Add-Type -OutputAssembly "$Folder/Shared/FaxPlus/core/FaxPlus.Loader.dll" -OutputType Library -TypeDefinition @'
namespace FaxPlus.Loader
{
    public static class ClientLoader
    {
        public static object CreateInstance(string assemblyName, string typeName)
        {
            string folder = System.IO.Path.GetDirectoryName(typeof(ClientLoader).Assembly.Location);
            var client = System.Reflection.Assembly.LoadFrom(System.IO.Path.Combine(folder, assemblyName + ".dll"));
            return System.Activator.CreateInstance(client.GetType(typeName, true));
        }
    }
}
'@
