using System;
using System.IO;

namespace FaxPlus.Client.IO;

/// <summary>
/// Reserves a file for one run. The run keeps a lock file open beside the reserved file. When the process ends for any reason, the
/// operating system closes the lock file. The lock file is never deleted, because two runs could otherwise get the lock at the same time.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Tries to get the lock. Returns null if another run has the lock.</summary>
    /// <exception cref="IOException">The lock file cannot be created, or the file system does not support locks.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file cannot be created.</exception>
    public static FileLock? TryTake(string path)
    {
        string name = NameOf(path);
        FileStream? stream = null;
        try
        {
            // Opening the lock file is retried, because a virus scanner, or another program that checks the lock, may have it open briefly.
            stream = FileRetry.Open(() => PrivateFile.Open(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            if (IsHeld(name)) return new FileLock(stream);
        }
        catch (IOException exception) when (stream is null && FileError.IsHeld(exception))
        {
            return null;
        }

        stream.Dispose();
        throw new IOException(
            "Files in this folder cannot be locked, so two runs could use the file at the same time. "
            + "Use a local disk, and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING.");
    }

    /// <summary>Whether a run has the lock.</summary>
    public static bool IsTaken(string path) => File.Exists(NameOf(path)) && IsHeld(NameOf(path));

    /// <summary>
    /// Returns the path with all links resolved, because a link and its target refer to the same file. On .NET Framework, links are not
    /// resolved.
    /// </summary>
    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string Resolve(string path) =>
#if NET
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        path;
#endif

    public void Dispose() => _stream.Dispose();

    private static string NameOf(string path) => Resolve(path) + ".lock";

    private static bool IsHeld(string name)
    {
        try
        {
            new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (IOException exception)
        {
            return FileError.IsHeld(exception);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
