using System.IO;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Formatting;

/// <summary>
/// Loads the views when the first command runs, not at import. When PowerShell imports a module with views, it rebuilds its complete
/// formatting data, which takes longer than the rest of the import.
/// </summary>
internal static class FormatLoader
{
    private const string Manifest = "FaxPlus.Views.psd1";

    // A variable in the scope of the module. After the module is imported again, the variable does not exist.
    private const string Mark = "script:HasViews";

    public static void Load(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.MyCommand.Module is not { SessionState: SessionState state } module
            || state.PSVariable.GetValue(Mark) is true)
        {
            return;
        }
        try
        {
            // The nested module is imported in the scope of this module, so that PowerShell removes both modules together.
            string manifest = Path.Combine(Path.GetDirectoryName(typeof(FormatLoader).Assembly.Location)!, Manifest);
            object? views = module.Invoke(
                ScriptBlock.Create(@"param($manifest) Microsoft.PowerShell.Core\Import-Module -Name $manifest -PassThru "
                    + "-Verbose:$false -ErrorAction Ignore"),
                manifest);

            // When PowerShell removes another module that has imported this module, it also removes the nested module, but not this module.
            // The views must then be loaded again, so the variable is reset.
            if (views is PSObject { BaseObject: PSModuleInfo loaded })
            {
                loaded.OnRemove = module.NewBoundScriptBlock(ScriptBlock.Create($"${Mark} = $false"));
            }
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            // An execution policy may block the files. Without views, the commands still return the same objects.
        }

        state.PSVariable.Set(Mark, true);
    }
}
