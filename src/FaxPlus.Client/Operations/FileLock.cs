using System;
using System.IO;

namespace FaxPlus.Client.Operations;

/// <summary>
/// Keeps a file to one run: a lock file beside it is held open, which the system lets go however the process ends. The
/// lock file itself stays, since removing it could give two runs a lock each.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock; null when another run has it.</summary>
    /// <exception cref="IOException">The lock file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        string name = NameOf(path);
        try
        {
            return new FileLock(new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(name))
        {
            return null;
        }
    }

    /// <summary>Whether a run has the lock at this moment.</summary>
    public static bool IsTaken(string path)
    {
        if (!File.Exists(NameOf(path))) return false;
        try
        {
            new FileStream(NameOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Whoever comes by a link has the lock of the file itself.</summary>
    private static string NameOf(string path) =>
#if NET
        ((File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path) + ".lock";
#else
        path + ".lock";
#endif
}
