using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>A call of a cmdlet of this module, and its position.</summary>
internal sealed class ScriptCall(ScriptFile file, CommandAst command, CommandCall call)
{
    public ScriptFile File { get; } = file;

    public CommandAst Command { get; } = command;

    public CommandCall Call { get; } = call;
}
