using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>
/// The lines of a journal on disk. Lines that are written at a time go to the disk together: one flush serves all
/// sends in flight. A last line that a crash has torn was never acted on, and is cut off.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly object _lock = new();
    private readonly string _path;
    private readonly FileLock _guard;
    private readonly FileStream _stream;
    private List<Waiting> _waiting = [];
    private bool _isWriting;
    private Exception? _broken;

    private JournalFile(string path, FileLock guard, FileStream stream)
    {
        _path = path;
        _guard = guard;
        _stream = stream;
    }

    /// <summary>Takes the journal for one run, makes it where it is not there, and reads it.</summary>
    public static JournalFile Open(string path, Uri service, Action<JournalLine> read)
    {
        path = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(path) ?? "";
        if (!Directory.Exists(folder)) throw Unusable(FaxPlusErrorKind.FileNotFound, $"The folder '{folder}' of the journal does not exist.", "Make the folder first, or name another one.");
        if (Directory.Exists(path)) throw Unusable(FaxPlusErrorKind.FileRejected, $"The journal '{path}' is a folder.", "Name a file; it is made when it is not there.");

        FileLock? guard = null;
        FileStream? stream = null;
        try
        {
            guard = Take(path);
            // Without a buffer: what could not be written must not be tried again when it is closed. Reading throws for a file
            // of another kind, before anything is written to it.
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
            long whole = Read(stream, path, service, read, out bool isOpen);
            if (whole < stream.Length) stream.SetLength(whole);
            stream.Seek(0, SeekOrigin.End);
            if (isOpen) stream.WriteByte((byte)'\n');
            if (whole == 0)
            {
                byte[] header = JournalText.Write(new JournalHeader { Format = JournalHeader.FormatName, Version = JournalHeader.NewestVersion, Service = NameOf(service) });
                stream.Write(header, 0, header.Length);
            }

            stream.Flush(flushToDisk: true);
            return new JournalFile(path, guard, stream);
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            guard?.Dispose();
            if (exception is IOException or UnauthorizedAccessException) throw Unusable(FaxPlusErrorKind.FileRejected, $"The journal '{path}' cannot be opened: {exception.Message}", "Check the permissions of the file and of its folder.", exception);
            throw;
        }
    }

    /// <summary>Reads a journal without taking it; a run may be writing to it.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead(string path, Uri? service, Action<JournalLine> read)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Read(stream, path, service, read, out _);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(FaxPlusErrorKind.FileRejected, $"The journal '{path}' cannot be read: {exception.Message}", "Check its permissions.", exception);
        }
    }

    /// <summary>Writes a line. It is on the disk when the task has ended.</summary>
    public Task AppendAsync(JournalLine line)
    {
        var waiting = new Waiting(JournalText.Write(line));
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (!_isWriting)
            {
                _isWriting = true;
                _ = Task.Run(WriteAll);
            }
        }

        return waiting.Done.Task;
    }

    /// <summary>Closes it when what was given to it is written.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            while (_isWriting) Monitor.Wait(_lock);
            _broken ??= new ObjectDisposedException("The run has ended.");
        }

        _stream.Dispose();
        _guard.Dispose();
    }

    public static FaxPlusException Unusable(FaxPlusErrorKind kind, string message, string advice, Exception? cause = null) =>
        new(kind, message, cause) { RecommendedAction = advice, EndsRun = true };

    private static FileLock Take(string path)
    {
        // Somebody who looks whether it is taken has it for a moment.
        for (int left = 4; ; left--)
        {
            if (FileLock.TryTake(path) is FileLock guard) return guard;
            if (left == 0) throw Unusable(FaxPlusErrorKind.Conflict, $"Another run uses the journal '{path}' at this moment.", "Wait for the other run to end or stop it, or give this one a journal of its own.");
            Thread.Sleep(50);
        }
    }

    /// <summary>Reads the whole lines.</summary>
    /// <returns>How many bytes they have.</returns>
    private static long Read(Stream stream, string path, Uri? service, Action<JournalLine> read, out bool isOpen)
    {
        isOpen = false;
        long whole = 0;
        int number = 0;
        byte[] buffer = new byte[BufferSize];
        int kept = 0, got;
        while ((got = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            int end = kept + got, start = 0, newline;
            while ((newline = Array.IndexOf(buffer, (byte)'\n', start, end - start)) >= 0)
            {
                Take(buffer.AsSpan(start, newline - start), ++number, path, service, read);
                whole += newline + 1 - start;
                start = newline + 1;
            }

            kept = end - start;
            if (start > 0) Buffer.BlockCopy(buffer, start, buffer, 0, kept);
            else if (kept == buffer.Length && number == 0) throw NoJournal(path);
            if (kept == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }

        // Something without a single line is a journal whose making was cut short, or no journal.
        if (number == 0 && kept > 0 && !IsTornHeader(buffer.AsSpan(0, kept))) throw NoJournal(path);
        if (number == 0 || kept == 0 || !IsWhole(buffer.AsSpan(0, kept), read)) return whole;
        isOpen = true;
        return whole + kept;
    }

    /// <summary>Only the end of a line's own text ends its JSON, so that one that can be read lacks no more than its end mark: an editor may have taken it.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> text, Action<JournalLine> read)
    {
        try
        {
            read(JournalText.ReadLine(text));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int number, string path, Uri? service, Action<JournalLine> read)
    {
        try
        {
            if (number > 1) read(JournalText.ReadLine(text));
            else Check(JournalText.ReadHeader(text), path, service);
        }
        catch (JsonException) when (number == 1)
        {
            throw NoJournal(path);
        }
        catch (JsonException exception)
        {
            throw Unusable(
                FaxPlusErrorKind.FileRejected,
                $"Line {number} of the journal '{path}' is damaged.",
                "What it said is not known, so nothing is sent. Mend the line from a copy; or take the line out, after you have looked in the account whether the fax of that line was sent.",
                exception);
        }
    }

    private static void Check(JournalHeader header, string path, Uri? service)
    {
        if (header.Format != JournalHeader.FormatName) throw NoJournal(path);
        if (header.Version > JournalHeader.NewestVersion) throw Unusable(FaxPlusErrorKind.FileRejected, $"The journal '{path}' was written by a newer version of this module.", "Use that version, or another journal.");
        if (service is not null && header.Service != NameOf(service))
        {
            throw Unusable(
                FaxPlusErrorKind.Conflict,
                $"The journal '{path}' is of a run against {header.Service}, and the sign-in is to {NameOf(service)}.",
                "Sign in where the run was begun, or give this run a journal of its own.");
        }
    }

    private static bool IsTornHeader(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> start = JournalText.Write(new JournalHeader { Format = JournalHeader.FormatName }).AsSpan(0, JournalHeader.FormatName.Length + "{\"format\":\"".Length);
        int length = Math.Min(start.Length, text.Length);
        return text.Slice(0, length).SequenceEqual(start.Slice(0, length));
    }

    private static FaxPlusException NoJournal(string path) =>
        Unusable(FaxPlusErrorKind.FileRejected, $"'{path}' is not a journal of Send-FaxPlusFax.", "Name another file; a journal is made when it is not there.");

    private static string NameOf(Uri service) => service.AbsoluteUri.TrimEnd('/');

    private void WriteAll()
    {
        while (true)
        {
            List<Waiting> lines;
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

    private void Write(List<Waiting> lines)
    {
        // After a failure the file may end in a part of a line, to which nothing may be added.
        if (_broken is null)
        {
            try
            {
                byte[] bytes = [.. lines.SelectMany(line => line.Bytes)];
                _stream.Write(bytes, 0, bytes.Length);
                _stream.Flush(flushToDisk: true);
            }
            catch (Exception exception)
            {
                // Whatever it is: the senders wait for an answer.
                _broken = exception;
            }
        }

        foreach (Waiting line in lines)
        {
            if (_broken is null) line.Done.SetResult(true);
            else line.Done.SetException(Unusable(FaxPlusErrorKind.FileRejected, $"The journal '{_path}' cannot be written: {_broken.Message}", "Check the free space and the permissions, and run the same command again.", _broken));
        }
    }

    private sealed class Waiting(byte[] bytes)
    {
        public byte[] Bytes => bytes;

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
