using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests the rows of a journal whose columns have values that no worker has written.</summary>
public class DamagedRowTests
{
    private const string Name = "https://account.table.core.windows.net/faxes#run";
    private const string Key = "k";

    private static readonly CancellationToken s_none = CancellationToken.None;

    /// <summary>Columns that no worker reads, or whose value is only compared with another value.</summary>
    private static readonly string[] s_unread = ["Key", "Name", "Write"];

    private static readonly object[] s_values =
    [
        "text", "", "7", "1", "sent", "Sent, Failed", 7, -1, 7L, -1L, int.MaxValue + 1L, long.MinValue, long.MaxValue, 1.5, true,
        new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), Guid.Empty, Array.Empty<byte>(), "{}"u8.ToArray(), "null"u8.ToArray(),
        Enumerable.Repeat((byte)7, ItemNews.Size).ToArray(), """{"format":"FaxPlus.Journal","version":0,"service":"x"}"""u8.ToArray(),
        """{"format":"FaxPlus.Journal","version":1}"""u8.ToArray(),
    ];

    private readonly MemoryTable _table = new();

    [Theory]
    [InlineData(TableHeader.Key)]
    [InlineData(TableEntry.Prefix)]
    [InlineData(WorkerLease.Prefix)]
    public async Task Each_value_of_a_wrong_type_or_range_is_an_error_that_names_the_row(string prefix)
    {
        await RunAsync();
        TableRow row = RowOf(prefix);
        var wrong = new List<string>();
        foreach (string column in row.Columns.Keys.Append("Data1").Append(LeaseColumns.Dead).Except(s_unread))
        {
            if (column == "Data1" && prefix != TableEntry.Prefix) continue;
            foreach (object value in s_values.Where(value => !IsValid(prefix, column, value)))
            {
                TableRow damaged = row.Copy();
                damaged.Columns[column] = value;
                Put(damaged);
                if (await FailureAsync() is { } failure)
                {
                    string text = value is byte[] bytes ? $"{bytes.Length} bytes {Encoding.UTF8.GetString(bytes)}" : $"{value}";
                    wrong.Add($"{column} = {text} ({value.GetType().Name}): {failure}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        async Task<string?> FailureAsync()
        {
            foreach (Func<Task> call in Readers(prefix))
            {
                Exception? exception = await Record.ExceptionAsync(call);
                foreach (TableRow other in _table.Rows)
                    if (other.Key[0] == WorkerLease.Prefix[0] && other.Key != row.Key) _table.Remove(other.Key);
                if (exception is not FaxPlusException error) return exception?.GetType().Name ?? "no error";
                if (error.Kind != FaxPlusErrorKind.FileRejected || !error.IsFatal || string.IsNullOrEmpty(error.RecommendedAction)
                    || !error.Message.Contains($"The row {row.Key} ", StringComparison.Ordinal)) return error.Message;
            }

            return null;
        }
    }

    [Theory]
    [InlineData("note")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public async Task The_row_of_another_program_is_an_error_that_names_the_row(string name)
    {
        await RunAsync();
        TableRow item = RowOf(TableEntry.Prefix);
        var other = new TableRow(TableEntry.Prefix + name);
        foreach (KeyValuePair<string, object> column in item.Columns) other.Columns[column.Key] = column.Value;
        _table.Insert(other);

        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(RunAsync);

        Assert.Equal(FaxPlusErrorKind.FileRejected, error.Kind);
        Assert.Contains($"The row {other.Key} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_no_worker_reads_are_not_an_error()
    {
        await RunAsync();
        foreach (TableRow row in _table.Rows)
        {
            foreach (string column in s_unread) row.Columns[column] = 7L;
            Put(row);
        }

        Assert.Null(await Record.ExceptionAsync(RunAsync));
    }

    /// <summary>The ways to read a row. A row of an item is read when the item is processed.</summary>
    private IEnumerable<Func<Task>> Readers(string prefix)
    {
        yield return RunAsync;
        var reader = new TableJournalReader(_table, Name, new ClientPlatform());
        if (prefix == WorkerLease.Prefix) yield return () => Task.FromResult(reader.Summarize(s_none));
        if (prefix != TableHeader.Key) yield return () => Task.FromResult(reader.Read(s_none).ToArray());
    }

    private static bool IsValid(string prefix, string column, object value) => (prefix, column) switch
    {
        (WorkerLease.Prefix, LeaseColumns.Dead or LeaseColumns.Ended) => value is bool,
        (WorkerLease.Prefix, LeaseColumns.Begun) => value is DateTimeOffset,
        (WorkerLease.Prefix, LeaseColumns.Expected) => value is int or long,
        (WorkerLease.Prefix, LeaseColumns.Wait) => value is 7 or 7L or int.MaxValue + 1L,
        (WorkerLease.Prefix, _) when column.StartsWith("News", StringComparison.Ordinal) => value is byte[] { Length: 0 },
        (TableEntry.Prefix, "Worker") => value is string { Length: > 0 },
        // The lines of the other columns are complete, so that an empty column adds nothing.
        (TableEntry.Prefix, "Data1") => value is byte[] { Length: 0 },
        (TableEntry.Prefix, LeaseColumns.Dead) or (TableHeader.Key, LeaseColumns.Dead) => true,
        _ => value is 7 or 7L && column is not ("State" or "Data" or "Header"),
    };

    private TableRow RowOf(string prefix) => _table.Rows.First(row => row.Key.StartsWith(prefix, StringComparison.Ordinal));

    private void Put(TableRow row)
    {
        _table.Remove(row.Key);
        _table.Insert(row);
    }

    /// <summary>Opens the journal, and processes its item, which fails.</summary>
    private async Task RunAsync()
    {
        using TableJournal journal = await TableJournal.OpenAsync(
            _table, Name, new FaxPlusClientOptions(new Secret("token")) { ApiUri = new Uri("https://fax.example/v3") }, "account",
            new SendingOptions(), new SharedBackoff(new FaxPlusClientOptions(new Secret("token")), new ClientPlatform()),
            new ClientPlatform(), NullObserver.Instance, s_none);
        JournalEntry entry = await journal.FindAsync(Key, false, s_none) ?? journal.NewEntry(Key);
        var intent = new JournalLine { Key = Key, State = JournalState.Sending, Mark = SendTag.New(), To = ["+41445550101"] };
        await journal.WriteAsync(entry, intent, s_none);
        await journal.WriteAsync(entry, new JournalLine { Key = Key, State = JournalState.Failed }, s_none);
    }
}
