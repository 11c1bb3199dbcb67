using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// A journal entry that is stored in a table row. The row contains the lines that a journal file would contain for the last attempt, and
/// the id of the worker that has claimed the item.
/// </summary>
internal sealed class TableEntry(string key) : JournalEntry(key)
{
    public const string Prefix = "i";

    /// <summary>The maximum size of a binary column in bytes.</summary>
    private const int MaxColumn = 64 * 1024;

    /// <summary>The maximum size of the data in bytes. A row can have at most 1 MiB, including its text columns.</summary>
    private const int MaxBytes = 12 * MaxColumn;

    private const int MaxShownKey = 1000;
    private const string WorkerColumn = "Worker";
    private const string AttemptsColumn = "Attempts";
    private const string StateColumn = "State";
    private const string DataColumn = "Data";

    private List<JournalLine> _lines = [];

    public string? ETag { get; set; }

    /// <summary>The id of the worker that began or took over the last attempt.</summary>
    public string Worker { get; set; } = "";

    public int Attempts { get; private set; }

    /// <summary>Whether the last attempt has no recorded result.</summary>
    public bool IsUnended => _lines.Count > 0 && _lines[_lines.Count - 1].State == JournalState.Sending;

    public static string RowKeyOf(ItemHash hash) => Prefix + hash.ToHex();

    public static ItemHash HashOf(string rowKey) =>
        ItemHash.TryFromHex(rowKey.Substring(Prefix.Length)) ?? throw DamagedRow.Item(rowKey, "RowKey");

    /// <summary>Returns the state of the item in a row; Sending if the last attempt has no recorded result.</summary>
    public static JournalState StateOf(TableRow row) =>
        // TryParse also accepts numbers.
        row.Text(StateColumn) is string text
        && Enum.IsDefined(typeof(JournalState), text)
        && Enum.TryParse(text, out JournalState state)
            ? state
            : throw DamagedRow.Item(row.Key, StateColumn);

    public static string WorkerOf(TableRow row) =>
        row.Text(WorkerColumn) is { Length: > 0 } worker ? worker : throw DamagedRow.Item(row.Key, WorkerColumn);

    public static byte[] DataOf(TableRow row)
    {
        byte[] first = row.Bytes(DataColumn) is { Length: > 0 } bytes ? bytes : throw DamagedRow.Item(row.Key, DataColumn);
        if (!row.Columns.ContainsKey(ColumnName(1))) return first;
        var data = new List<byte>(first);
        for (int i = 1; row.Columns.ContainsKey(ColumnName(i)); i++)
        {
            data.AddRange(row.Bytes(ColumnName(i)) ?? throw DamagedRow.Item(row.Key, ColumnName(i)));
        }

        return [.. data];
    }

    public static TableEntry Of(TableRow row)
    {
        _ = StateOf(row);
        TableEntry entry = Of(row.Key, DataOf(row));
        entry.ETag = row.ETag;
        entry.Worker = WorkerOf(row);
        entry.Attempts = row.HasNumber(AttemptsColumn, int.MaxValue)
            ? (int)row.Number(AttemptsColumn)
            : throw DamagedRow.Item(row.Key, AttemptsColumn);
        return entry;
    }

    /// <summary>Reads an item from the data of a row. The result has no ETag, so it cannot be used to replace the row.</summary>
    public static TableEntry Of(string rowKey, byte[] data)
    {
        try
        {
            TableEntry? entry = null;
            for (int at = 0; at < data.Length;)
            {
                int end = Array.IndexOf(data, (byte)'\n', at);
                JournalLine line = JournalText.ReadLine(data.AsSpan(at, end - at));
                entry ??= new TableEntry(line.Key!);
                entry.Apply(line);
                at = end + 1;
            }

            return entry ?? throw new JsonException("The row contains no line.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw DamagedRow.Item(rowKey, DataColumn, exception);
        }
    }

    public override void Apply(JournalLine line)
    {
        if (line.State == JournalState.Sending) Attempts++;
        _lines = With(line);
        base.Apply(line);
    }

    /// <summary>Creates the row of the item after an event. If the event is null, the row contains the current state.</summary>
    public TableRow ToRow(JournalLine? line, string worker)
    {
        List<JournalLine> lines = line is null ? _lines : With(line);
        byte[] data = [.. lines.SelectMany(JournalText.Write)];
        if (data.Length > MaxBytes)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The fax does not fit into a table row.")
            {
                RecommendedAction = "Use a shorter key, or fewer destinations.",
            };
        }

        var row = new TableRow(RowKeyOf(ItemHash.Of(Key))) { ETag = ETag };
        // This column is for users who read the table. The data contains the complete key.
        row.Columns["Key"] = new string([.. Key.Take(MaxShownKey).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
        row.Columns[StateColumn] = lines[lines.Count - 1].State.ToString();
        row.Columns[WorkerColumn] = worker;
        row.Columns[AttemptsColumn] = Attempts + (line?.State == JournalState.Sending ? 1 : 0);
        for (int i = 0, at = 0; at < data.Length; i++, at += MaxColumn)
        {
            row.Columns[ColumnName(i)] = data.AsSpan(at, Math.Min(MaxColumn, data.Length - at)).ToArray();
        }

        return row;
    }

    private static string ColumnName(int number) => number == 0 ? DataColumn : DataColumn + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns the lines that describe the last attempt after an event: the intent, the first result and the last result.
    /// </summary>
    private List<JournalLine> With(JournalLine line) =>
        line.State == JournalState.Sending || line.To is not null ? [line] : [.. _lines.Take(2), line];
}
