using System;
using System.IO;
using System.Runtime.InteropServices;
#if NET
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

    // What .NET throws on Windows.
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Gives back the stream, locked; also where files have no such locks.</summary>
    /// <exception cref="IOException">Another writer has the lock. A process that is being started has it for a moment, when its parent has just closed the file.</exception>
    public static FileStream Take(FileStream stream)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return stream;
        var range = new FileRange { Type = WriteLock };
        if (SetFileLock(stream.SafeFileHandle, SetLock, ref range) == 0 || Marshal.GetLastPInvokeError() is not (TryAgain or AccessDenied)) return stream;
        string path = stream.Name;
        stream.Dispose();
        throw new IOException($"Another program writes to '{path}'.", SharingViolation);
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
    public static FileStream Take(FileStream stream) => stream;
#endif
}
