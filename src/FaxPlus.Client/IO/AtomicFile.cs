using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FaxPlus.Client.IO;

/// <summary>
/// Writes a file atomically. The contents are written to a temporary file beside the target, flushed to the disk, and renamed to the
/// target. At any time, even after a crash or a failed write, the target is either the complete old file or the complete new file.
/// Disposing this object before <see cref="Commit"/> deletes the temporary file.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private const string Suffix = ".faxplus-part";

    private readonly string _path;
    private readonly string _target;
    private readonly string _temporary;
    private readonly string _what;
    private readonly bool _overwrite;
    private FileStream? _stream;

    /// <summary>Checks the target; nothing is written.</summary>
    /// <param name="path">The path of the target. If the path is a link, the file to which the link points is written.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="what">The kind of file for messages, such as "checkpoint".</param>
    public AtomicFile(string path, bool overwrite, string what = "file")
    {
        _path = LocalFile.Target(path, what);
        _what = what;
        _overwrite = overwrite;
        try
        {
            _target = FileLock.Resolve(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }

        // A broken link counts as an existing file, because another user may have created the link to redirect the write.
        if (!overwrite && (File.Exists(_target) || LocalFile.IsLink(new FileInfo(_path)))) throw Exists();
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            && File.Exists(_target)
            && (File.GetAttributes(_target) & FileAttributes.ReadOnly) != 0)
        {
            throw Failed(new UnauthorizedAccessException());
        }

        // The prefix and the suffix exclude the temporary file from patterns such as *.pdf. The name is random, so that no other user can
        // create a link with this name in advance.
        _temporary = Path.Combine(Path.GetDirectoryName(_target) ?? "", $".{NameHash(_target)}-{Guid.NewGuid():N}{Suffix}");
    }

    /// <summary>The file name of the target, without the folder.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>Opens the temporary file, or starts again with an empty temporary file.</summary>
    public FileStream Begin(int bufferSize)
    {
        try
        {
            if (_stream is not null)
            {
                _stream.Dispose();
                FileRetry.Change(() => File.Delete(_temporary));
            }

            return _stream = FileRetry.Open(() => PrivateFile.Open(
                _temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Flushes the file to the disk and renames it to the target.</summary>
    public void Commit()
    {
        try
        {
            // The data is flushed, because the caller may rely on the file even after a power failure.
            _stream!.Flush(flushToDisk: true);
            _stream.Dispose();
            FileRetry.Change(Rename);
        }
        catch (IOException) when (!_overwrite && File.Exists(_target))
        {
            throw Exists();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    /// <summary>
    /// Removes the temporary files of this target that killed processes have left behind. The caller must be the only writer of the target.
    /// </summary>
    public static void RemoveLeftovers(string path)
    {
        try
        {
            string target = FileLock.Resolve(path);
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(target) ?? "", $".{NameHash(target)}-*{Suffix}"))
            {
                File.Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error is ignored, because remaining temporary files are harmless.
        }
    }

    public void Dispose()
    {
        try
        {
            _stream?.Dispose();
            if (_stream is not null) FileRetry.Change(() => File.Delete(_temporary));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Errors of the clean-up are ignored, because the original error is more useful.
        }
    }

    public FaxPlusException Failed(Exception cause) =>
        FileError.Make($"The {_what} '{_path}' cannot be written", _target, cause, isWriting: true);

    private void Rename()
    {
#if NET
        // File.Move is atomic, whereas File.Replace leaves temporary files if another program has the target open.
        File.Move(_temporary, _target, _overwrite);
#else
        if (_overwrite && File.Exists(_target)) File.Replace(_temporary, _target, null);
        else File.Move(_temporary, _target);
#endif
    }

    private static string NameHash(string path)
    {
        using var hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(Path.GetFileName(path)))
            .Take(8)
            .Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private FaxPlusException Exists() => new(FaxPlusErrorKind.Conflict, $"The file '{_path}' already exists.")
    {
        RecommendedAction = "Choose another name, or overwrite the file.",
        Advice = FaxPlusAdvice.Overwrite,
    };
}
