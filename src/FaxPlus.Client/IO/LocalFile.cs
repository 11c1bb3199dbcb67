using System;
using System.IO;
using System.Linq;
using System.Text;

namespace FaxPlus.Client.IO;

/// <summary>
/// A file that the caller specifies, which is checked before any request is made. The contents and the length of a symbolic link are those
/// of its target. The name is the name of the link or, if that name has no extension, the name of the target.
/// </summary>
internal sealed class LocalFile
{
#if NET8_0_OR_GREATER
    // The Unix error ENXIO.
    private const int NoSuchDevice = 6;
#endif

    private LocalFile(string fullName, string name, long length)
    {
        FullName = fullName;
        Name = name;
        Length = length;
    }

    public string FullName { get; }

    public string Name { get; }

    public long Length { get; }

    /// <summary>Checks that a file can be uploaded, and returns the file.</summary>
    /// <exception cref="FaxPlusException">The file does not exist, or cannot be read.</exception>
    public static LocalFile Check(string path)
    {
        LocalFile file = Find(path);
        OpenRead(file.FullName).Dispose();
        return file;
    }

    /// <summary>
    /// Checks that a file exists and is not empty, and returns the file. The path is not opened, because opening a pipe would block.
    /// </summary>
    /// <exception cref="FaxPlusException">The path does not exist or is not a file, or the file is empty.</exception>
    public static LocalFile Find(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw Rejected("The path of the file is empty.", "Specify the path of the file to send.");
        if (WindowsPath.ErrorOf(path) is FaxPlusException error) throw error;
        var file = new FileInfo(path);
        if (!IsThere(file))
        {
            if (Directory.Exists(path))
            {
                throw Rejected(
                    $"'{path}' is a folder, not a file.",
                    "Specify a file, or select files in the folder with a wildcard such as *.pdf.");
            }

            if (FileError.OfMissingRoot(file.FullName) is FaxPlusException noRoot) throw noRoot;
            file = MissingFile.SameName(file) ?? throw MissingFile.Error(path, file);
        }

        FileInfo target = TargetOf(file, path);
        // A pipe, socket or device has no length.
        if (LengthOf(target) is long length and > 0)
        {
            return new LocalFile(file.FullName, file.Extension.Length > 0 ? file.Name : target.Name, length);
        }

        throw target.FullName.StartsWith("/dev/", StringComparison.Ordinal)
            ? Rejected($"'{path}' is a device, not a file.", "Specify a regular file.")
            : Rejected($"The file '{path}' is empty, or it is a pipe or a device.", "Specify a regular file that is not empty. "
                + "If another program is writing to the file, try again when the file is complete.");
    }

    /// <summary>Opens a file to be uploaded.</summary>
    /// <exception cref="FaxPlusException">The file cannot be read.</exception>
    public static FileStream OpenRead(string path, int bufferSize = 1, FileOptions options = FileOptions.None)
    {
        try
        {
            return FileRetry.Open(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize, options));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileError.Make($"The file '{path}' cannot be read", path, exception);
        }
    }

    /// <summary>Returns the full path of a file to be written.</summary>
    /// <param name="path">The path.</param>
    /// <param name="what">The kind of file for messages, such as "journal".</param>
    /// <param name="endsRun">Whether an error ends the run.</param>
    /// <exception cref="FaxPlusException">The path is a folder or device, or its folder does not exist.</exception>
    public static string Target(string path, string what, bool endsRun = false)
    {
        if (TargetError(path, what) is not FaxPlusException error) return Path.GetFullPath(path);
        throw new FaxPlusException(error) { IsFatal = endsRun };
    }

    private static FaxPlusException? TargetError(string path, string what)
    {
        if (WindowsPath.ErrorOf(path) is FaxPlusException error) return error;
        path = Path.GetFullPath(path);
        if (Directory.Exists(path)) return Rejected($"The {what} '{path}' is a folder.", "Choose the name of a file.");
        if (IsDevice(path)) return Rejected($"The {what} '{path}' is a device or pipe, not a file.", "Choose the name of a file.");
        string folder = Path.GetDirectoryName(path) ?? "";
        if (Directory.Exists(folder)) return null;
        return FileError.OfMissingRoot(path)
            ?? new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The folder '{folder}' of the {what} does not exist.")
            {
                RecommendedAction = "Create the folder first, or choose another one.",
            };
    }

    /// <summary>
    /// Whether the path, or the target of a link at the path, is a Unix device, pipe or socket, such as /dev/null. Such a file stores no
    /// data, and must not be replaced.
    /// </summary>
    public static bool IsDevice(string path)
    {
        string target = path;
#if NET8_0_OR_GREATER
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            if (File.Exists(path)) target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            // Opening a pipe for reading and writing does not wait for its other end. The length of a pipe is always 0.
            if (File.Exists(target) && new FileInfo(target).Length == 0)
            {
                using var stream = new FileStream(
                    target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
                if (!stream.CanSeek) return true;
            }
        }
        catch (IOException exception) when (exception.HResult == NoSuchDevice)
        {
            // The path is a socket, which cannot be opened like a file.
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error is ignored here, because the caller opens the file later and then reports the error.
        }
#endif
        return target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal);
    }

    /// <summary>Whether the path exists and is not a folder. A broken link also counts as existing.</summary>
    private static bool IsThere(FileInfo file) => file.Exists || (!Directory.Exists(file.FullName) && IsLink(file));

    /// <summary>Whether the path is a link, even if the target of the link does not exist.</summary>
    public static bool IsLink(FileInfo file)
    {
        // If a file does not exist, all bits of its attributes are set.
        FileAttributes attributes = file.Attributes;
        return (int)attributes != -1 && (attributes & FileAttributes.ReparsePoint) != 0;
    }

    private static FileInfo TargetOf(FileInfo file, string path)
    {
        if (!IsLink(file)) return file;
#if NET8_0_OR_GREATER
        FileSystemInfo? target;
        try
        {
            target = file.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileError.Make($"The link '{path}' cannot be followed", path, exception);
        }

        // Reparse points that are not links, such as files in cloud storage, have no link target.
        if (target is null) return file;
        if (Directory.Exists(target.FullName))
        {
            throw Rejected(
                $"'{path}' is a link to the folder '{target.FullName}', not to a file.",
                "Specify a file, or the files in the folder with a wildcard such as *.pdf.");
        }

        return File.Exists(target.FullName)
            ? new FileInfo(target.FullName)
            : throw new FaxPlusException(
                FaxPlusErrorKind.FileNotFound, $"The link '{path}' points to '{target.FullName}', which does not exist.")
            {
                RecommendedAction = "Create the link again, or specify the file itself.",
            };
#else
        return file;
#endif
    }

    private static long LengthOf(FileInfo file)
    {
#if !NET8_0_OR_GREATER
        // FileInfo.Length is the length of the link, not of its target. Opening the file does not block, because .NET Framework runs on
        // Windows, where the file system contains no pipes.
        if (IsLink(file))
        {
            using FileStream target = OpenRead(file.FullName);
            return target.CanSeek ? target.Length : 0;
        }
#endif
        return file.Length;
    }

    private static FaxPlusException Rejected(string message, string advice) =>
        new(FaxPlusErrorKind.FileRejected, message) { RecommendedAction = advice };
}
