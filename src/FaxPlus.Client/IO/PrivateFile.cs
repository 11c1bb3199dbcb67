using System;
using System.IO;

namespace FaxPlus.Client.IO;

/// <summary>Makes files that nobody else can read, whatever the umask: faxes, numbers and what is known of them are nobody else's.</summary>
internal static class PrivateFile
{
    /// <summary>Creates a folder for its owner alone (0700), below those that the system makes as usual. One that is there stays as it is.</summary>
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

    /// <summary>Opens a file. One that is made by it is for its owner alone (0600); on Windows the folder says who may read it.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize = 4096, bool useAsync = false)
    {
#if NET
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize, Options = useAsync ? FileOptions.Asynchronous : FileOptions.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
#else
        return new FileStream(path, mode, access, share, bufferSize, useAsync);
#endif
    }
}
