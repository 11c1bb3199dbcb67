using System;

namespace FaxPlus;

/// <summary>Distinguishes journals and checkpoints in a table from journals and checkpoints in a file.</summary>
internal static class JournalAddress
{
    private static readonly string[] s_parts =
    [
        "AccountKey=", "AccountName=", "SharedAccessSignature=", "TableEndpoint=", "UseDevelopmentStorage=",
    ];

    /// <summary>Whether the text is the connection string of a storage account, which contains a secret.</summary>
    public static bool IsConnectionString(string text) =>
        Array.Exists(s_parts, part => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Checks that the text is an address or a path.</summary>
    /// <exception cref="FaxPlusException">
    /// The text is blank, or is a connection string, which would otherwise be used as a file name.
    /// </exception>
    public static void Check(string journal)
    {
        if (string.IsNullOrWhiteSpace(journal))
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileRejected, "The file name is blank.")
            {
                RecommendedAction = "Specify a file, or the address of a table.",
            };
        }

        if (!IsConnectionString(journal)) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            "The connection string of a storage account contains the account secret and cannot be used as an address.")
        {
            RecommendedAction = "Specify the address, https://<account>.table.core.windows.net/<table>#<name>, and the connection string "
                + "as the credential.",
            IsFatal = true,
        };
    }

    /// <summary>Whether the text is a table address rather than a path.</summary>
    public static bool Is(string journal) =>
        journal.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || journal.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
