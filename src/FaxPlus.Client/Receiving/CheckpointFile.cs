using System;
using System.IO;
using System.Text;
using System.Threading;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Receiving;

/// <summary>
/// A file that is there whole or as it was before: it is written beside its place, flushed and renamed. While this lives, nobody
/// else has it.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    private const int Tries = 5;

    private readonly string _path;
    private readonly FileLock? _lock;

    public CheckpointFile(string path, bool locked)
    {
        // The rename would put a file of its own into a link's place.
        _path = Resolve(Path.GetFullPath(path));
        string folder = Path.GetDirectoryName(_path) ?? "";
        if (!Directory.Exists(folder))
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The folder '{folder}' of the checkpoint does not exist.")
            {
                RecommendedAction = "Make the folder first, or name another one.",
            };
        }

        if (Directory.Exists(_path)) throw Rejected($"The checkpoint '{_path}' is a folder.", "Name a file; it is made when it is not there.");
        if (locked) _lock = Lock();
    }

    public override string ToString() => _path;

    /// <summary>The text of the file, or null when there is none.</summary>
    public string? Read()
    {
        try
        {
            return File.ReadAllText(_path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Rejected($"The checkpoint '{_path}' cannot be read: {exception.Message}", "Check its permissions, and whether another program holds it open.", exception);
        }
    }

    public void Write(string text)
    {
        string temporary = _path + ".new";
        try
        {
            byte[] bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes, 0, bytes.Length);
                file.Flush(flushToDisk: true);
            }

            Rename(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Rejected(
                $"The checkpoint '{_path}' cannot be written: {exception.Message}",
                "Check the free space and the permissions of its folder, and run again: what the checkpoint does not hold yet is given out again.",
                exception);
        }
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>Where somebody reads the file just now, Windows wants a moment of patience.</summary>
    private void Rename(string temporary)
    {
        for (int left = Tries - 1; ; left--)
        {
            try
            {
#if NET
                File.Move(temporary, _path, overwrite: true);
#else
                if (File.Exists(_path)) File.Replace(temporary, _path, null);
                else File.Move(temporary, _path);
#endif
                return;
            }
            catch (Exception exception) when (left > 0 && exception is (IOException or UnauthorizedAccessException))
            {
                Thread.Sleep(20);
            }
        }
    }

    private static string Resolve(string path)
    {
        try
        {
            return FileLock.Resolve(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Rejected($"The checkpoint '{path}' cannot be read: {exception.Message}", "Check where the link leads to.", exception);
        }
    }

    private FileLock Lock()
    {
        try
        {
            return FileLock.TryTake(_path) ?? throw new FaxPlusException(FaxPlusErrorKind.Conflict, $"Another run uses the checkpoint '{_path}' at this moment.")
            {
                RecommendedAction = "Wait for the other run to end or stop it, or give this one a checkpoint of its own.",
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Rejected($"The lock file of '{_path}' cannot be made: {exception.Message}", "Check the permissions of the folder.", exception);
        }
    }

    private static FaxPlusException Rejected(string message, string advice, Exception? cause = null) =>
        new(FaxPlusErrorKind.FileRejected, message, cause) { RecommendedAction = advice };
}
