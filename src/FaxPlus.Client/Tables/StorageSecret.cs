using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Tables;

/// <summary>
/// The secret of a storage account: a connection string, an account key or a signature (SAS). The kind is detected from the format.
/// </summary>
internal sealed class StorageSecret
{
    private const int MinKey = 32;

    /// <summary>The connection string of an emulator at its default address. The emulator key is part of the Azure packages.</summary>
    public const string Emulator = "UseDevelopmentStorage=true";

    private StorageSecret(string? key, string? signature) => (Key, Signature) = (key, signature);

    /// <summary>Whether this is the connection string of an emulator, which contains neither a key nor a signature.</summary>
    public bool IsEmulator => Key is null && Signature is null;

    public string? Key { get; }

    public string? Signature { get; }

    /// <exception cref="FaxPlusException">
    /// The text is not a connection string, key or signature, or belongs to another account. The message does not contain the secret.
    /// </exception>
    public static StorageSecret Parse(Secret secret, string account)
    {
        string text = secret.Reveal();
        if (text.TrimEnd(';').Equals(Emulator, StringComparison.OrdinalIgnoreCase)) return new StorageSecret(null, null);
        if (text.IndexOf(';') >= 0 || text.StartsWith("AccountName=", StringComparison.OrdinalIgnoreCase))
        {
            return ParseConnection(text, account);
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && IsSignature(address.Query))
        {
            return address.Host.Split('.')[0].Equals(account, StringComparison.OrdinalIgnoreCase)
                ? new StorageSecret(null, address.Query.TrimStart('?'))
                : throw Refused("is the address of a storage account other than the one of the journal or checkpoint");
        }

        if (IsSignature(text)) return new StorageSecret(null, text.TrimStart('?'));
        if (IsKey(text)) return new StorageSecret(text, null);
        throw Refused("is neither a connection string nor an account key nor a shared access signature (SAS)");
    }

    /// <param name="secret">The secret.</param>
    /// <param name="address">The path or address of the journal or checkpoint.</param>
    /// <param name="what">The kind of address for messages: "journal" or "checkpoint".</param>
    /// <exception cref="FaxPlusException">A secret is specified, but the address is not that of a table.</exception>
    public static void Check(Secret? secret, string? address, string what = "journal")
    {
        if (secret is null || (address is not null && JournalAddress.Is(address))) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest, $"A secret of a storage account is specified, but the {what} is not in a table.")
        {
            RecommendedAction = $"Specify the address of the {what}, such as https://account.table.core.windows.net/table#name. "
                + $"If the {what} is a file, specify no secret.",
            IsFatal = true,
        };
    }

    private static StorageSecret ParseConnection(string text, string account)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=');
            if (equals > 0) parts[part.Substring(0, equals).Trim()] = part.Substring(equals + 1).Trim();
        }

        if (parts.TryGetValue("AccountName", out string? name) && !name.Equals(account, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused("is the connection string of a storage account other than the one in the address");
        }

        if (parts.TryGetValue("AccountKey", out string? key) && IsKey(key)) return new StorageSecret(key, null);
        if (parts.TryGetValue("SharedAccessSignature", out string? signature) && IsSignature(signature))
        {
            return new StorageSecret(null, signature.TrimStart('?'));
        }

        throw Refused("is a connection string without an account key or a shared access signature (SAS)");
    }

    private static bool IsSignature(string text) =>
        text.TrimStart('?').Split('&').Any(part => part.StartsWith("sig=", StringComparison.Ordinal))
        && text.All(static c => c is > ' ' and < '\u007f');

    private static bool IsKey(string text)
    {
        try
        {
            return Convert.FromBase64String(text).Length >= MinKey;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static FaxPlusException Refused(string why) =>
        new(FaxPlusErrorKind.BadRequest, $"The secret of the storage account {why}.")
        {
            RecommendedAction = "Copy the connection string of the storage account from its access keys, "
                + "or a shared access signature (SAS) of the table.",
            Advice = FaxPlusAdvice.StorageSecret,
            IsFatal = true,
        };
}
