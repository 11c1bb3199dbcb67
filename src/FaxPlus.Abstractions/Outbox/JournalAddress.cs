using System;

namespace FaxPlus;

/// <summary>Tells a journal or checkpoint in a table from one in a file.</summary>
internal static class JournalAddress
{
    /// <summary>Whether it is the address of a table, and not a path.</summary>
    public static bool Is(string journal) =>
        journal.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || journal.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
