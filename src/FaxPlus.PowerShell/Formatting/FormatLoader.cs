using System.IO;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Formatting;

/// <summary>
/// Brings the views in with the first command that runs, and not at import: whatever views a module has, PowerShell then builds
/// all of its own anew, which takes longer than the rest of the import.
/// </summary>
internal static class FormatLoader
{
    private const string Manifest = "FaxPlus.Views.psd1";

    // A variable of the module itself: imported again, a module has none.
    private const string Mark = "script:HasViews";

    public static void Load(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.MyCommand.Module is not { SessionState: SessionState state } module || state.PSVariable.GetValue(Mark) is true) return;
        try
        {
            // In the module's own scope it is a part of it, and goes when the module is removed.
            string manifest = Path.Combine(Path.GetDirectoryName(typeof(FormatLoader).Assembly.Location)!, Manifest);
            object? views = module.Invoke(ScriptBlock.Create(@"param($manifest) Microsoft.PowerShell.Core\Import-Module -Name $manifest -PassThru -Verbose:$false -ErrorAction Ignore"), manifest);

            // It also goes, while the module stays, with another module that has imported this one.
            if (views is PSObject { BaseObject: PSModuleInfo loaded }) loaded.OnRemove = module.NewBoundScriptBlock(ScriptBlock.Create($"${Mark} = $false"));
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            // A policy that forbids the files: the objects are the same without views.
        }

        state.PSVariable.Set(Mark, true);
    }
}
