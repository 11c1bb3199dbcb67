using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// A journal file that a run has locked. Lines that are written concurrently share one flush to the disk. An incomplete last line, which
/// may remain after a crash, is removed, because no run has acted on it.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly object _lock = new();
    private readonly string _path;
    private readonly ClientPlatform _platform;
    private readonly IDisposable _guard;
    private readonly Stream _stream;
    private List<PendingLine> _waiting = [];
    private bool _isWriting;
    private long _length;
    private Exception? _failure;

    private JournalFile(string path, ClientPlatform platform, IDisposable guard, Stream stream, JournalReader reader)
    {
        _path = path;
        _platform = platform;
        _guard = guard;
        _stream = stream;
        _length = stream.Length;
        Reader = reader;
    }

    /// <summary>The reader of the written lines.</summary>
    public JournalReader Reader { get; }

    /// <summary>Opens the journal for one run and reads it. If the journal does not exist, it is created.</summary>
    public static JournalFile Open(string path, Uri service, string? account, JournalIndex index, ClientPlatform platform)
    {
        IDisposable? guard = null;
        Stream? stream = null;
        JournalReader? reader = null;
        try
        {
            guard = platform.Storage.TryLock(path)
                ?? throw Unusable(
                    FaxPlusErrorKind.Conflict,
                    $"Another run is using the journal '{path}'.",
                    "Wait until the other run has ended, or stop it, or use another journal for this run.");
            stream = platform.Storage.OpenWrite(path);
            reader = new JournalReader(path, platform.Storage, isOfRun: true);
            // If the file is not a journal of this run, ReadAll or Check throws an exception before the file is written.
            (long whole, bool isOpen) = reader.ReadAll(index);
            Check(index, path, service, account);
            if (whole < stream.Length) stream.SetLength(whole);
            stream.Seek(0, SeekOrigin.End);
            if (isOpen) stream.WriteByte((byte)'\n');
            // If the journal is taken over from another service or account, a new header is appended, so that the file is valid both before
            // and after the write.
            bool isKnown = index.Header is JournalHeader known && known.Service == NameOf(service) && known.Account == account;
            if (!isKnown)
            {
                Append(
                    stream,
                    new JournalHeader
                    {
                        Format = JournalHeader.FormatName,
                        Version = JournalHeader.NewestVersion,
                        Service = NameOf(service),
                        Account = account,
                    });
            }

            platform.Storage.Flush(stream);
            return new JournalFile(path, platform, guard, stream, reader);
        }
        catch (Exception exception)
        {
            reader?.Dispose();
            stream?.Dispose();
            guard?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw FileError.Make($"The journal '{path}' cannot be opened", path, exception, isWriting: true, endsRun: true);
            }

            throw;
        }
    }

    /// <summary>
    /// Refuses the journal of another service or account, because this run must neither skip the faxes in that journal nor search this
    /// service for its items in doubt. The journal is accepted if it proves that the other service or account has none of the faxes. A
    /// journal that contains no account, for example because an older version wrote it, is assigned to the account of this run.
    /// </summary>
    public static void Check(JournalIndex index, string path, Uri service, string? account)
    {
        if (index.Header is JournalHeader header && index.MayHaveSent) CheckOwner(header, path, service, account);
    }

    /// <summary>Refuses the journal of another service or account.</summary>
    public static void CheckOwner(JournalHeader header, string path, Uri service, string? account)
    {
        if (header.Service != NameOf(service))
        {
            throw Unusable(
                FaxPlusErrorKind.Conflict,
                $"The journal '{path}' belongs to a run with the service {header.Service}, but the sign-in is to {NameOf(service)}.",
                "Sign in to the service of the run, or use another journal for this run.");
        }

        if (header.Account is null || header.Account == account) return;
        throw account is null
            ? Unusable(
                FaxPlusErrorKind.Conflict,
                $"The journal '{path}' belongs to the account {header.Account}, and the token may not read its own account.",
                $"Use a token with {string.Join(" or ", FaxPlusOperations.GetAccount.Scopes)}, or use another journal for this run.")
            : Unusable(
                FaxPlusErrorKind.Conflict,
                $"The journal '{path}' belongs to the account {header.Account}, and the signed-in account is {account}.",
                "Sign in to the account that began the run, or use another journal for this run.");
    }

    /// <summary>Writes a line. When the task has completed, the line is on the disk.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isIntent">Whether the line is an intent. If an intent cannot be written, its fax is not sent.</param>
    /// <returns>The position of the line in the file.</returns>
    public Task<long> AppendAsync(byte[] line, bool isIntent = false)
    {
        var waiting = new PendingLine(line, isIntent, _platform.Completions);
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (!_isWriting)
            {
                _isWriting = true;
                _platform.Start(WriteAll);
            }
        }

        return waiting.Done.Task;
    }

    /// <summary>Closes the file after all queued lines have been written.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            while (_isWriting) Monitor.Wait(_lock);
            _failure ??= new ObjectDisposedException("The run has ended.");
        }

        Reader.Dispose();
        _stream.Dispose();
        _guard.Dispose();
    }

    /// <summary>Returns the name of a service in the header of a journal.</summary>
    public static string NameOf(Uri service) => service.AbsoluteUri.TrimEnd('/');

    private static FaxPlusException Unusable(FaxPlusErrorKind kind, string message, string advice) =>
        new(kind, message) { RecommendedAction = advice, IsFatal = true };

    private static void Append(Stream stream, JournalHeader header)
    {
        byte[] line = JournalText.Write(header);
        stream.Write(line, 0, line.Length);
    }

    private void WriteAll()
    {
        while (true)
        {
            List<PendingLine> lines;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isWriting = false;
                    Monitor.PulseAll(_lock);
                    return;
                }

                (lines, _waiting) = (_waiting, []);
            }

            Write(lines);
        }
    }

    private void Write(List<PendingLine> lines)
    {
        // After a failed write, no more lines are appended, because the file may end with an incomplete line.
        if (_failure is null)
        {
            try
            {
                byte[] bytes = Concatenate(lines);
                _stream.Write(bytes, 0, bytes.Length);
                _platform.Storage.Flush(_stream);
            }
            catch (Exception exception)
            {
                // All exceptions are caught and passed to the callers, which wait for a result.
                _failure = exception;
                if (lines.TrueForAll(static line => line.IsIntent)) RemoveIntents();
            }
        }

        foreach (PendingLine line in lines)
        {
            if (_failure is null)
            {
                line.Done.SetResult(_length);
                _length += line.Bytes.Length;
            }
            else
            {
                line.Done.SetException(
                    FileError.Make($"The journal '{_path}' cannot be written", _path, _failure, isWriting: true, endsRun: true));
            }
        }
    }

    /// <summary>
    /// Removes intents that a failed write may have left in the file. Their faxes were not sent, so the items must not be in doubt in the
    /// next run.
    /// </summary>
    private void RemoveIntents()
    {
        try
        {
            _stream.SetLength(_length);
        }
        catch (Exception)
        {
            // The intents remain, so the items are in doubt in the next run, as after a crash.
        }
    }

    private static byte[] Concatenate(List<PendingLine> lines)
    {
        byte[] bytes = new byte[lines.Sum(line => line.Bytes.Length)];
        int length = 0;
        foreach (PendingLine line in lines)
        {
            line.Bytes.CopyTo(bytes, length);
            length += line.Bytes.Length;
        }

        return bytes;
    }

    private sealed class PendingLine(byte[] bytes, bool isIntent, TaskCreationOptions completions)
    {
        public byte[] Bytes => bytes;

        public bool IsIntent => isIntent;

        public TaskCompletionSource<long> Done { get; } = new(completions);
    }
}
