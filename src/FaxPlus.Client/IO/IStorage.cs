using System;
using System.IO;
using System.Runtime.InteropServices;
#if NET
#endif

namespace FaxPlus.Client.IO;

/// <summary>The file operations of a journal.</summary>
internal interface IStorage
{
    /// <summary>Returns the full path of a journal.</summary>
    /// <exception cref="FaxPlusException">The path is a folder or device, or its folder does not exist.</exception>
    string Target(string path);

    /// <summary>Tries to get the lock of a file. Returns null if another run has the lock.</summary>
    IDisposable? TryLock(string path);

    bool IsLocked(string path);

    bool Exists(string path);

    /// <summary>
    /// Opens a file for reading and writing, and creates the file if it does not exist. On Windows and Linux, no other run can open the
    /// file for writing until the stream is closed, even under another name.
    /// </summary>
    Stream OpenWrite(string path);

    /// <summary>Opens a file for reading while another run may be writing to the file.</summary>
    Stream OpenRead(string path);

    /// <summary>Flushes a stream to the disk.</summary>
    void Flush(Stream stream);
}

/// <summary>The file system of this machine.</summary>
internal sealed class DiskStorage : IStorage
{
    public static DiskStorage Instance { get; } = new();

    public string Target(string path) => LocalFile.Target(path, "journal", endsRun: true);

    public IDisposable? TryLock(string path) => FileLock.TryTake(path);

    public bool IsLocked(string path) => FileLock.IsTaken(path);

    public bool Exists(string path) => File.Exists(path);

    // The streams for writing and reading have no buffers, so that closing the file does not repeat a failed write, and a reader does not
    // return a line that the writer has since removed.
    public Stream OpenWrite(string path)
    {
        bool isNew = !File.Exists(path);
        FileStream stream = FileRetry.Open(() =>
            WriterLock.Take(PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1)));
        // The folder of a new file is also flushed, because its directory entry may otherwise be lost after a power failure.
        if (isNew) FlushFolder(path);
        return stream;
    }

    // A pipe is refused, because opening it would block until its other end is opened.
    public Stream OpenRead(string path) =>
        LocalFile.IsDevice(path)
            ? throw new IOException("The path is a device or pipe, not a file.")
            : FileRetry.Open(() => new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1));

    public void Flush(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

#if NET
    private static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int folder = Open(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/", 0);
        if (folder < 0) return;
        _ = Sync(folder);
        _ = Close(folder);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int file);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);
#else
    // Does nothing, because .NET Framework runs on Windows, where NTFS journals directory entries.
    private static void FlushFolder(string path)
    {
    }
#endif
}
