using System;

namespace FaxPlus;

/// <summary>Tells a journal in a table from one in a file.</summary>
internal static class JournalAddress
{
    /// <summary>Whether a journal is the address of a run in a table, and not a path.</summary>
    public static bool Is(string journal) =>
        journal.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || journal.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
