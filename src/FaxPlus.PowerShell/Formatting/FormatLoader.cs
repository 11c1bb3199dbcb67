using System.IO;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Formatting;

/// <summary>
/// Loads the views with the first command, and not at import: if a module has views, PowerShell rebuilds all of its own, which takes longer
/// than the rest of the import.
/// </summary>
internal static class FormatLoader
{
    private const string Manifest = "FaxPlus.Views.psd1";

    // A variable of the module itself: a module that is imported again does not have it.
    private const string Mark = "script:HasViews";

    public static void Load(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.MyCommand.Module is not { SessionState: SessionState state } module || state.PSVariable.GetValue(Mark) is true) return;
        try
        {
            // In the module's scope the nested module belongs to the module, and is removed with it.
            string manifest = Path.Combine(Path.GetDirectoryName(typeof(FormatLoader).Assembly.Location)!, Manifest);
            object? views = module.Invoke(ScriptBlock.Create(@"param($manifest) Microsoft.PowerShell.Core\Import-Module -Name $manifest -PassThru -Verbose:$false -ErrorAction Ignore"), manifest);

            // The nested module is also removed, while this module stays, together with another module that has imported this one.
            if (views is PSObject { BaseObject: PSModuleInfo loaded }) loaded.OnRemove = module.NewBoundScriptBlock(ScriptBlock.Create($"${Mark} = $false"));
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            // A policy forbids the files: the objects are the same without views.
        }

        state.PSVariable.Set(Mark, true);
    }
}
