using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>A construct of a script that the analysis cannot resolve, or a syntax error.</summary>
internal sealed class ScriptProblem(IScriptExtent place, string message, bool isCounted = false)
{
    /// <summary>Whether all documented scopes that may be needed are counted nevertheless.</summary>
    public bool IsCounted => isCounted;

    /// <summary>The script, or null for a command line.</summary>
    public string? File { get; } = place.File;

    public override string ToString() => $"{(string.IsNullOrEmpty(File) ? "line " : File + ":")}{place.StartLineNumber}: {message}";
}
