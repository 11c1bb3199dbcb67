using System.IO;
#if NET
using System;
using System.Runtime.InteropServices;
#endif

namespace FaxPlus.Client.IO;

/// <summary>
/// Locks a file itself against a second writer, which may come by another name of it (a hard link), and leaves readers alone. .NET has no
/// such lock on Linux: those of <see cref="FileShare"/> keep readers away. Windows has it by FileShare.Read. On macOS only the lock file
/// beside the journal keeps other runs away.
/// </summary>
internal static class WriterLock
{
#if NET
    // Of fcntl.h: a lock of the open file (Linux 3.15), which is lost when it is closed, however the process ends.
    private const int SetLock = 37;
    private const short WriteLock = 1;
    private const int TryAgain = 11;
    private const int AccessDenied = 13;

    /// <summary>False when another writer has the lock; true also where files have no such locks.</summary>
    public static bool TryTake(FileStream stream)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return true;
        var range = new FileRange { Type = WriteLock };
        return SetFileLock(stream.SafeFileHandle, SetLock, ref range) == 0 || Marshal.GetLastPInvokeError() is not (TryAgain or AccessDenied);
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int SetFileLock(SafeHandle file, int command, ref FileRange range);

    /// <summary>struct flock: the whole file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileRange
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
#else
    public static bool TryTake(FileStream stream) => true;
#endif
}
