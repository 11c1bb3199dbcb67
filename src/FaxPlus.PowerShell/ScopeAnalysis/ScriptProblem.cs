using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>A construct in a script that the analysis cannot resolve, or a syntax error.</summary>
internal sealed class ScriptProblem(IScriptExtent place, string message, bool isCounted = false, bool isMinor = false)
{
    /// <summary>Whether all scopes that the construct may need are counted although the construct cannot be resolved.</summary>
    public bool IsCounted => isCounted;

    /// <summary>
    /// Whether the construct is ignored in a function that no analyzed code calls. Examples are calls of programs, and commands that write
    /// items.
    /// </summary>
    public bool IsMinor => isMinor;

    /// <summary>The path of the script; null for a command line.</summary>
    public string? File { get; } = place.File;

    /// <summary>Whether another problem concerns the same code.</summary>
    public bool IsAt(ScriptProblem other) => other.IsAt(place);

    private bool IsAt(IScriptExtent other) => place.File == other.File && place.StartLineNumber == other.StartLineNumber
        && place.StartOffset < other.EndOffset && other.StartOffset < place.EndOffset;

    public override string ToString() => $"{(string.IsNullOrEmpty(File) ? "line " : File + ":")}{place.StartLineNumber}: {message}";
}
