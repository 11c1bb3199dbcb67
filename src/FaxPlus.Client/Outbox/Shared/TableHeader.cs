using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// Reads and writes the header of a journal in a table, with the service, the account, and what is known about the account's records.
/// </summary>
internal static class TableHeader
{
    public const string Key = "h";

    private const string Column = "Header";

    /// <summary>Reads the header. If the header does not exist, a run that writes to the journal creates it.</summary>
    public static async Task<JournalHeader> ReadAsync(
        SharedTable table, string name, Uri service, string? account, bool isReadOnly, CancellationToken cancellationToken)
    {
        var wanted = new JournalHeader
        {
            Format = JournalHeader.FormatName,
            Version = JournalHeader.NewestVersion,
            Service = JournalFile.NameOf(service),
            Account = account,
        };
        while (true)
        {
            TableRow? row;
            try
            {
                row = isReadOnly
                    ? await table.GetAsync(Key, cancellationToken).ConfigureAwait(false)
                    : await table.InsertAsync(RowOf(wanted, null), cancellationToken).ConfigureAwait(false);
            }
            catch (FaxPlusException error) when (isReadOnly && error.Kind == FaxPlusErrorKind.NotFound)
            {
                // The table does not exist yet. Only a run that writes to the journal creates the table.
                return wanted;
            }

            if (row is null) return wanted;
            JournalHeader found = Of(row, name);
            JournalFile.CheckOwner(found, name, service, account);
            if (found.Account is not null || account is null || isReadOnly) return found;
            // The header contains no account, because the run was begun with a token that may not read its account. The account is added
            // now.
            found.Account = account;
            if (await table.ReplaceAsync(RowOf(found, row.ETag), cancellationToken).ConfigureAwait(false) is null) return found;
        }
    }

    /// <summary>Stores what is known about the account's records.</summary>
    public static async Task LearnAsync(SharedTable table, bool? keepsMarks, bool? keepsIds, CancellationToken cancellationToken)
    {
        if (await table.GetAsync(Key, cancellationToken).ConfigureAwait(false) is not { } row) return;
        JournalHeader known = Of(row, Key);
        (known.KeepsMarks, known.KeepsIds) = (keepsMarks ?? known.KeepsMarks, keepsIds ?? known.KeepsIds);
        // A conflict is ignored, because another worker has then probably stored the same values.
        await table.ReplaceAsync(RowOf(known, row.ETag), cancellationToken).ConfigureAwait(false);
    }

    private static TableRow RowOf(JournalHeader header, string? tag)
    {
        var row = new TableRow(Key) { ETag = tag };
        row.Columns[Column] = JournalText.Write(header);
        return row;
    }

    private static JournalHeader Of(TableRow row, string name)
    {
        JournalHeader header;
        try
        {
            header = JournalText.ReadHeader(row.Bytes(Column));
        }
        catch (JsonException exception)
        {
            throw DamagedRow.Header(row.Key, Column, exception);
        }

        if (header.Version < 1 || header.Service is null) throw DamagedRow.Header(row.Key, Column);
        if (header.Version <= JournalHeader.NewestVersion) return header;
        throw new FaxPlusException(
            FaxPlusErrorKind.FileRejected, $"The journal '{name}' was written by a newer version of this module, or by another program.")
        {
            RecommendedAction = "Use that version, or another journal.",
            IsFatal = true,
        };
    }
}
