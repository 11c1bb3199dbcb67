namespace FaxPlus;

/// <summary>A place that needs a scope, or a command that does.</summary>
public sealed class ScopeUse
{
    internal ScopeUse(string command, FaxPlusOperation operation, bool isCertain, string? when, string? file = null, int line = 0)
    {
        IsCertain = isCertain;
        Command = command;
        Operation = operation;
        When = when;
        File = file;
        Line = line;
    }

    /// <summary>The cmdlet.</summary>
    public string Command { get; }

    /// <summary>The operation that it makes.</summary>
    public FaxPlusOperation Operation { get; }

    /// <summary>When a call of the cmdlet makes it; null for always.</summary>
    public string? When { get; }

    /// <summary>The script; null for the question about a command.</summary>
    public string? File { get; }

    /// <summary>The line of the script; 0 for the question about a command.</summary>
    public int Line { get; }

    /// <summary>Whether the command always makes the operation.</summary>
    internal bool IsCertain { get; }

    /// <summary>The file and the line, or the cmdlet.</summary>
    public override string ToString() => File is null ? Command : $"{File}:{Line}";
}
