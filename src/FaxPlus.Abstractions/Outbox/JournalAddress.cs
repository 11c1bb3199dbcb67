using System;

namespace FaxPlus;

/// <summary>Tells a journal or checkpoint in a table from one in a file.</summary>
internal static class JournalAddress
{
    private static readonly string[] s_parts = ["AccountKey=", "AccountName=", "SharedAccessSignature=", "TableEndpoint=", "UseDevelopmentStorage="];

    /// <summary>Whether it is the connection string of a storage account, which contains its key.</summary>
    public static bool IsConnectionString(string text) => Array.Exists(s_parts, part => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Checks that it is an address or a path.</summary>
    /// <exception cref="FaxPlusException">It is blank, or a connection string, which would become the name of a file.</exception>
    public static void Check(string journal)
    {
        if (string.IsNullOrWhiteSpace(journal)) throw new FaxPlusException(FaxPlusErrorKind.FileRejected, "The name of the file is blank.") { RecommendedAction = "Specify a file, or the address of a table." };
        if (!IsConnectionString(journal)) return;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "A connection string of a storage account is not an address: it contains the secret of the account.")
        {
            RecommendedAction = "Specify the address, https://<account>.table.core.windows.net/<table>#<name>, and the connection string as the credential.",
            IsFatal = true,
        };
    }

    /// <summary>Whether it is the address of a table, and not a path.</summary>
    public static bool Is(string journal) =>
        journal.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || journal.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
