using System;
using System.IO;

namespace FaxPlus.Client.IO;

/// <summary>Creates files that other users cannot read, whatever the umask, because they contain faxes and numbers.</summary>
internal static class PrivateFile
{
    /// <summary>
    /// Creates a folder for its owner only (0700); parent folders get default permissions. An existing folder is not changed.
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

    /// <summary>Opens a file. A new file is for its owner only (0600); on Windows the permissions of the folder apply.</summary>
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
