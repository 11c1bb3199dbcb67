using System;
using System.Text.RegularExpressions;

namespace FaxPlus.Client.Tables;

/// <summary>
/// The address of a run or a checkpoint in Azure Table Storage, such as <c>https://account.table.core.windows.net/table#run</c>, or in an
/// emulator on this machine, such as <c>http://127.0.0.1:10002/account/table#run</c>.
/// </summary>
internal sealed class TableAddress
{
    private const int MaxRun = 200;

    private static readonly Regex s_table = new("^[A-Za-z][A-Za-z0-9]{2,62}$", RegexOptions.CultureInvariant);

    private TableAddress(Uri endpoint, string account, string table, string run) =>
        (Endpoint, Account, Table, Run) = (endpoint, account, table, run);

    /// <summary>The base address of the table service.</summary>
    public Uri Endpoint { get; }

    public string Account { get; }

    public string Table { get; }

    /// <summary>The name of the run or checkpoint, which is the partition of the table.</summary>
    public string Run { get; }

    /// <exception cref="FaxPlusException">
    /// The text is not a table address. The message does not contain parts that may be secret.
    /// </exception>
    public static TableAddress Parse(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? uri)) throw Refused("is not a valid URI");
        if (uri.UserInfo.Length > 0) throw Refused("contains a user name or password");
        string fragment = Uri.UnescapeDataString(uri.Fragment.TrimStart('#'));
        if (uri.Query.Length > 0
            || fragment.IndexOf("sig=", StringComparison.OrdinalIgnoreCase) >= 0
            || fragment.IndexOf("AccountKey=", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            throw Refused("contains a query, such as a shared access signature (SAS) or key");
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback) throw Refused("uses http, which is accepted only for this machine");
        string[] path = uri.AbsolutePath.Trim('/').Split('/');
        // An emulator address contains the account in the path, because an emulator has one host name for all accounts.
        bool hasAccountInPath = uri.IsLoopback || uri.HostNameType is not UriHostNameType.Dns;
        if (path.Length != (hasAccountInPath ? 2 : 1) || !s_table.IsMatch(path[path.Length - 1]))
        {
            throw Refused("does not contain exactly one table name of 3 to 63 letters and digits that begins with a letter");
        }

        if (fragment.Trim().Length == 0) throw Refused("does not contain the name of the run or checkpoint after #");
        if (fragment.Length > MaxRun || fragment.IndexOfAny(['/', '\\', '#', '?']) >= 0 || HasControls(fragment))
        {
            throw Refused(
                $"has a name after # that is longer than {MaxRun} characters, or contains / \\ # ?, a control character or an emoji");
        }

        string root = uri.GetLeftPart(UriPartial.Authority);
        string account = hasAccountInPath ? path[0] : uri.Host.Split('.')[0];
        return new TableAddress(new Uri(hasAccountInPath ? $"{root}/{account}" : root), account, path[path.Length - 1], fragment);
    }

    public override string ToString() => $"{Endpoint.AbsoluteUri.TrimEnd('/')}/{Table}#{Run}";

    private static bool HasControls(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c) || char.IsSurrogate(c)) return true;
        }

        return false;
    }

    private static FaxPlusException Refused(string why) =>
        new(FaxPlusErrorKind.BadRequest, $"The address of the table {why}.")
        {
            RecommendedAction = "Specify an address such as https://account.table.core.windows.net/table#run, "
                + "and the secret of the storage account separately.",
            Advice = FaxPlusAdvice.StorageSecret,
            IsFatal = true,
        };
}
