using System;
using System.IO;
using System.Runtime.InteropServices;
#if NET
#endif

namespace FaxPlus.Client.IO;

/// <summary>
/// Locks a file on Linux against a second writer, which may open the file under another name (a hard link), but not against readers. The
/// lock is set with fcntl, because the locks that .NET sets for <see cref="FileShare"/> on Linux also exclude readers. On Windows,
/// FileShare.Read has the same effect. On macOS, only the lock file beside the journal excludes other runs.
/// </summary>
internal static class WriterLock
{
#if NET
    // The constant F_OFD_SETLK of fcntl.h (Linux 3.15), which sets an open file description lock. The lock is released when the file is
    // closed, even if the process is killed.
    private const int SetLock = 37;
    private const short WriteLock = 1;
    private const int TryAgain = 11;
    private const int AccessDenied = 13;

    // The HRESULT of the exception that .NET throws on Windows if another program has the file open for writing.
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>
    /// Locks the file of a stream and returns the stream. If the system is not a 64-bit Linux, or the file system does not support these
    /// locks, the stream is returned without a lock.
    /// </summary>
    /// <exception cref="IOException">
    /// Another writer has the lock. A child process that is being started may also keep the lock briefly after its parent process has
    /// closed the file.
    /// </exception>
    public static FileStream Take(FileStream stream)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return stream;
        var range = new FileRange { Type = WriteLock };
        if (SetFileLock(stream.SafeFileHandle, SetLock, ref range) == 0 || Marshal.GetLastPInvokeError() is not (TryAgain or AccessDenied))
        {
            return stream;
        }

        string path = stream.Name;
        stream.Dispose();
        throw new IOException($"Another program is writing to '{path}'.", SharingViolation);
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int SetFileLock(SafeHandle file, int command, ref FileRange range);

    /// <summary>The struct flock of fcntl. The default values of the other fields select the complete file.</summary>
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
