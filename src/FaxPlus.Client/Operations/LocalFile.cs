using System;
using System.IO;

namespace FaxPlus.Client.Operations;

internal static class LocalFile
{
    /// <summary>The file, when it can be uploaded; what is wrong with it otherwise, before any request is made.</summary>
    public static FileInfo Check(string path)
    {
        FileInfo file = Find(path);
        try
        {
            using FileStream stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Rejected($"The file '{path}' cannot be read: {exception.Message}", "Check its permissions, and whether another program holds it open.", exception);
        }

        return file;
    }

    /// <summary>The file, when it is there and has something in it. It is not opened: enough for one whose contents are known already.</summary>
    public static FileInfo Find(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw Rejected("The path of the file is empty.", "Give the path of the file to send.");
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            if (Directory.Exists(path)) throw Rejected($"'{path}' is a folder, not a file.", "Name a file, or the files in it with a wildcard such as *.pdf.");
            throw new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The file '{path}' does not exist.")
            {
                RecommendedAction = "Check the path; a relative one counts from the current location.",
            };
        }

        return file.Length > 0 ? file : throw Rejected($"The file '{path}' is empty.", "Send a file that has something in it.");
    }

    private static FaxPlusException Rejected(string message, string advice, Exception? cause = null) =>
        new(FaxPlusErrorKind.FileRejected, message, cause) { RecommendedAction = advice };
}
