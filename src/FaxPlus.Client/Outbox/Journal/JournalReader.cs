using System;
using System.IO;
using System.Text.Json;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// Reads all lines of a journal once, and then individual lines on demand. A run may be writing to the file at the same time.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int SmallBufferSize = 4 * 1024;

    private static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    private readonly object _lock = new();
    private readonly string _path;
    private readonly bool _isOfRun;
    private readonly Stream _stream;
    private byte[] _line = new byte[1024];

    /// <summary>Opens a journal. An unreadable journal is a fatal error for a run, but not for a caller that only reads journals.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be opened.</exception>
    public JournalReader(string path, IStorage storage, bool isOfRun)
    {
        _path = path;
        _isOfRun = isOfRun;
        _stream = storage.OpenRead(path);
    }

    /// <summary>Opens a journal without a lock, and reads it.</summary>
    /// <returns>The reader; null if the journal does not exist.</returns>
    public static JournalReader? TryOpen(string path, IStorage storage, JournalIndex index, bool isOfRun)
    {
        if (WindowsPath.ErrorOf(path) is FaxPlusException error) throw error;
        if (!storage.Exists(path)) return null;
        JournalReader? reader = null;
        try
        {
            reader = new JournalReader(path, storage, isOfRun);
            reader.ReadAll(index);
            return reader;
        }
        catch (Exception exception)
        {
            reader?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw FileError.Make($"The journal '{path}' cannot be read", path, exception, endsRun: isOfRun);
            }

            throw;
        }
    }

    /// <summary>Reads all complete lines, except for blank lines at the end.</summary>
    /// <returns>The total length of these lines in bytes, and whether the last line lacks its line feed.</returns>
    public (long Length, bool IsOpen) ReadAll(JournalIndex index)
    {
        long whole = 0, end = 0;
        int number = 0, blank = 0;
        // The buffer is not much larger than the file, because most journals are short.
        byte[] buffer = new byte[Math.Max(SmallBufferSize, Math.Min(BufferSize, _stream.Length + 1))];
        int kept = 0, got;
        while ((got = _stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            int filled = kept + got, start = 0, newline;
            while ((newline = Array.IndexOf(buffer, (byte)'\n', start, filled - start)) >= 0)
            {
                ReadOnlySpan<byte> text = Text(buffer.AsSpan(start, newline - start), ++number);
                bool isBlank = number > 1 && IsBlank(text);
                if (isBlank && blank == 0) blank = number;
                // A blank line before other lines is an error, because it may be a lost event. Blank lines at the end are accepted, because
                // editors may add them.
                if (!isBlank && blank > 0) throw Damaged(blank);
                if (!isBlank) Take(text, whole, number, index);
                whole += newline + 1 - start;
                if (!isBlank) end = whole;
                start = newline + 1;
            }

            kept = filled - start;
            if (start > 0) Buffer.BlockCopy(buffer, start, buffer, 0, kept);
            else if (kept == buffer.Length && number == 0) throw NoJournal();
            if (kept == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }

        // A file without a complete line may be a journal whose creation was interrupted. Its text must then be a complete or incomplete
        // header.
        if (number == 0 && kept > 0 && !JournalText.IsHeader(Text(buffer.AsSpan(0, kept), 1))) throw NoJournal();
        if (number == 0 || kept == 0 || !IsWhole(buffer.AsSpan(0, kept), whole, index)) return (end, false);
        return blank == 0 ? (whole + kept, true) : throw Damaged(blank);
    }

    /// <summary>Reads the line of an item at a position.</summary>
    /// <exception cref="FaxPlusException">The line no longer exists.</exception>
    public JournalLine LineAt(long place, string key)
    {
        try
        {
            lock (_lock)
            {
                _stream.Seek(place, SeekOrigin.Begin);
                int length = 0, got, newline = -1;
                while (newline < 0 && (got = _stream.Read(_line, length, _line.Length - length)) > 0)
                {
                    newline = Array.IndexOf(_line, (byte)'\n', length, got);
                    length += got;
                    if (newline < 0 && length == _line.Length) Array.Resize(ref _line, _line.Length * 2);
                }

                JournalLine line = JournalText.ReadLine(_line.AsSpan(0, newline < 0 ? length : newline));
                return line.Key == key ? line : throw new JsonException("The expected position contains another line.");
            }
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            throw Unusable(
                _isOfRun,
                $"The journal '{_path}' can no longer be read: {exception.Message}",
                "Make sure that no other program changes the journal while it is in use, and run the same command again.",
                exception);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>
    /// Whether a last line without a line feed is complete. Truncated JSON cannot be parsed; if the line can be parsed, it is added to the
    /// index, because only the line feed is missing, which an editor may have removed.
    /// </summary>
    private bool IsWhole(ReadOnlySpan<byte> text, long place, JournalIndex index)
    {
        try
        {
            Read(text, place, index);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Read(ReadOnlySpan<byte> text, long place, JournalIndex index)
    {
        if (JournalText.IsHeader(text)) index.Add(HeaderOf(text));
        else index.Add(JournalText.ReadLine(text), place);
    }

    private JournalHeader HeaderOf(ReadOnlySpan<byte> text)
    {
        JournalHeader header = JournalText.ReadHeader(text);
        return header.Version <= JournalHeader.NewestVersion ? header
            : throw Unusable(
                _isOfRun,
                $"The journal '{_path}' was written by a newer version of this module.",
                "Update the module, or use another journal.");
    }

    private void Take(ReadOnlySpan<byte> text, long place, int number, JournalIndex index)
    {
        try
        {
            if (number > 1) Read(text, place, index);
            else index.Add(HeaderOf(text));
        }
        catch (JsonException) when (number == 1)
        {
            throw NoJournal();
        }
        catch (JsonException exception)
        {
            throw Damaged(number, exception);
        }
    }

    /// <summary>Returns a line without the byte order mark that some editors write at the beginning of a file.</summary>
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line, int number) =>
        number == 1 && line.StartsWith(s_mark) ? line.Slice(s_mark.Length) : line;

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        foreach (byte one in text)
        {
            if (one is not ((byte)' ' or (byte)'\t' or (byte)'\r')) return false;
        }

        return true;
    }

    private FaxPlusException Damaged(int number, Exception? cause = null) => Unusable(
        _isOfRun,
        $"Line {number} of the journal '{_path}' is damaged.",
        "The contents of the line are not known, so no fax is sent. Restore the line from a copy. If there is no copy, "
        + "check in the account whether the fax of that line was sent, and then remove the line.",
        cause);

    private FaxPlusException NoJournal() =>
        Unusable(
            _isOfRun,
            $"'{_path}' is not a journal of sent faxes.",
            _isOfRun
                ? "Specify another file; a file that does not exist is created. If this file was a journal, save it as UTF-8 text again: "
                    + "with a new journal, the faxes that were already sent would be sent again."
                : "Specify a file that a run used as its journal. If this file was a journal, save it as UTF-8 text again.");

    private static FaxPlusException Unusable(bool isOfRun, string message, string advice, Exception? cause = null) =>
        new(FaxPlusErrorKind.FileRejected, message, cause) { RecommendedAction = advice, IsFatal = isOfRun };
}
