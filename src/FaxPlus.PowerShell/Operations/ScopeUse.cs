namespace FaxPlus;

/// <summary>A use of a scope, by a command or at a position in a script.</summary>
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

    /// <summary>The operation that the cmdlet requests.</summary>
    public FaxPlusOperation Operation { get; }

    /// <summary>The condition under which the cmdlet requests the operation; null if the cmdlet always requests the operation.</summary>
    public string? When { get; }

    /// <summary>The path of the script; null if the use does not come from a script.</summary>
    public string? File { get; }

    /// <summary>The line in the script; 0 if the use does not come from a script.</summary>
    public int Line { get; }

    /// <summary>Whether the command always requests the operation.</summary>
    internal bool IsCertain { get; }

    /// <summary>The file and the line, or the name of the cmdlet.</summary>
    public override string ToString() => File is null ? Command : $"{File}:{Line}";
}
