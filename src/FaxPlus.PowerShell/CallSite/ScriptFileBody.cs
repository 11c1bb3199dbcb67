using System.Management.Automation;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Reads the code of script files that a script calls.</summary>
internal static class ScriptFileBody
{
    /// <summary>
    /// Returns the code of a script file. The result is null if the execution policy blocks the file, or if it cannot be parsed, such as a
    /// script for another version of PowerShell.
    /// </summary>
    public static ScriptBlockAst? Of(ExternalScriptInfo? script)
    {
        try
        {
            return script?.ScriptBlock.Ast as ScriptBlockAst;
        }
        catch (RuntimeException)
        {
            return null;
        }
    }
}
