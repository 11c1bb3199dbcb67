using System;

namespace FaxPlus;

/// <summary>Distinguishes journals and checkpoints in a table from those in a file.</summary>
internal static class JournalAddress
{
    private static readonly string[] s_parts =
    [
        "AccountKey=", "AccountName=", "SharedAccessSignature=", "TableEndpoint=", "UseDevelopmentStorage=",
    ];

    /// <summary>Whether the text is the connection string of a storage account, which contains the account's key.</summary>
    public static bool IsConnectionString(string text) =>
        Array.Exists(s_parts, part => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Checks that the text is an address or a path.</summary>
    /// <exception cref="FaxPlusException">The text is blank, or is a connection string, which would become the name of a file.</exception>
    public static void Check(string journal)
    {
        if (string.IsNullOrWhiteSpace(journal))
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileRejected, "The name of the file is blank.")
            {
                RecommendedAction = "Specify a file, or the address of a table.",
            };
        }

        if (!IsConnectionString(journal)) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            "A connection string of a storage account is not an address: it contains the secret of the account.")
        {
            RecommendedAction = "Specify the address, https://<account>.table.core.windows.net/<table>#<name>, and the connection string "
                + "as the credential.",
            IsFatal = true,
        };
    }

    /// <summary>Whether the text is the address of a table, and not a path.</summary>
    public static bool Is(string journal) =>
        journal.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || journal.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
