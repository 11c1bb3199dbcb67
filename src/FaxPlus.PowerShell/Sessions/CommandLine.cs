using System.Management.Automation;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell;

internal static class CommandLine
{
    /// <summary>
    /// Keeps the text of the command out of the errors that it may write: every error record holds the line that it came from,
    /// and with it a token that was typed there.
    /// </summary>
    public static void Hide(InvocationInfo invocation)
    {
        string shown = $"{invocation.InvocationName} (arguments not shown: one of them is a secret)";
        var start = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, 1, shown);
        var end = new ScriptPosition(invocation.ScriptName, invocation.ScriptLineNumber, shown.Length + 1, shown);
        invocation.DisplayScriptPosition = new ScriptExtent(start, end);
    }
}
