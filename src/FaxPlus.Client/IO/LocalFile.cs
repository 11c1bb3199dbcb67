using System;
using System.IO;

namespace FaxPlus.Client.IO;

/// <summary>Files that a caller names, checked before any request is made.</summary>
internal static class LocalFile
{
    /// <summary>The file, when it can be uploaded.</summary>
    /// <exception cref="FaxPlusException">It does not exist, or cannot be read.</exception>
    public static FileInfo Check(string path)
    {
        FileInfo file = Find(path);
        OpenRead(path).Dispose();
        return file;
    }

    /// <summary>The file, when it exists and has something in it. It is not opened.</summary>
    /// <exception cref="FaxPlusException">It does not exist, is empty, or is no file.</exception>
    public static FileInfo Find(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw Rejected("The path of the file is empty.", "Give the path of the file to send.");
        if (WindowsPath.ErrorOf(path) is FaxPlusException error) throw error;
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            if (Directory.Exists(path)) throw Rejected($"'{path}' is a folder, not a file.", "Name a file, or the files in it with a wildcard such as *.pdf.");
            throw FileError.OfMissingRoot(file.FullName) ?? new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The file '{path}' does not exist.")
            {
                RecommendedAction = "Check the path; a relative one counts from the current location.",
            };
        }

        return file.Length > 0 ? file : throw Rejected($"The file '{path}' is empty.", "Send a file that has something in it.");
    }

    /// <summary>Opens a file to be uploaded.</summary>
    /// <exception cref="FaxPlusException">It cannot be read.</exception>
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

    /// <summary>The full path of a file to be written.</summary>
    /// <param name="path">The path.</param>
    /// <param name="what">What the file is, such as "journal".</param>
    /// <param name="endsRun">Whether an error ends the run.</param>
    /// <exception cref="FaxPlusException">It is a folder or no file, or its folder does not exist.</exception>
    public static string Target(string path, string what, bool endsRun = false)
    {
        if (TargetError(path, what) is not FaxPlusException error) return Path.GetFullPath(path);
        error.EndsRun = endsRun;
        throw error;
    }

    private static FaxPlusException? TargetError(string path, string what)
    {
        if (WindowsPath.ErrorOf(path) is FaxPlusException error) return error;
        path = Path.GetFullPath(path);
        if (Directory.Exists(path)) return Rejected($"The {what} '{path}' is a folder.", "Choose the name of a file.");
        string folder = Path.GetDirectoryName(path) ?? "";
        if (Directory.Exists(folder)) return null;
        return FileError.OfMissingRoot(path) ?? new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The folder '{folder}' of the {what} does not exist.")
        {
            RecommendedAction = "Create the folder first, or choose another one.",
        };
    }

    private static FaxPlusException Rejected(string message, string advice) => new(FaxPlusErrorKind.FileRejected, message) { RecommendedAction = advice };
}
