using System;
using System.IO;

namespace FaxPlus.Client.IO;

/// <summary>
/// Creates files and folders that, on Unix, other users cannot read, regardless of the umask. The files contain faxes and numbers.
/// </summary>
internal static class PrivateFile
{
    /// <summary>
    /// Creates a folder that only its owner can access (0700). Parent folders get default permissions. An existing folder is not changed.
    /// </summary>
    public static void CreateFolder(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    /// <summary>
    /// Opens a file. A new file can be accessed only by its owner (0600); on Windows, it inherits the permissions of the folder.
    /// </summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize = 4096)
    {
#if NET
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, mode, access, share, bufferSize);
#endif
    }
}
