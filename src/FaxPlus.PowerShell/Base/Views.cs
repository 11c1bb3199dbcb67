using System.IO;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace FaxPlus.PowerShell;

/// <summary>
/// Brings the views in with the first command that runs, and not at import: whatever views a module has, PowerShell then builds
/// all of its own anew, which takes longer than the rest of the import.
/// </summary>
internal static class Views
{
    private const string Manifest = "FaxPlus.Views.psd1";

    // Imported again, a module is another object. The table holds them weakly.
    private static readonly ConditionalWeakTable<PSModuleInfo, string> s_loaded = new();

    public static void Load(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.MyCommand.Module is not PSModuleInfo module || s_loaded.TryGetValue(module, out _)) return;
        string manifest = Path.Combine(Path.GetDirectoryName(typeof(Views).Assembly.Location)!, Manifest);
        s_loaded.Add(module, manifest);
        try
        {
            // In the module's own scope it is a part of it, and goes when the module is removed.
            module.Invoke(ScriptBlock.Create(@"param($manifest) Microsoft.PowerShell.Core\Import-Module -Name $manifest -Verbose:$false -ErrorAction Ignore"), manifest);
        }
        catch (RuntimeException)
        {
            // A policy that forbids the files: the objects are the same without views.
        }
    }
}
