using System;
using System.IO;

namespace FaxPlus;

/// <summary>Creates errors for local files, with advice that depends on the cause.</summary>
internal static class FileError
{
    private const string InUse = "another program has it open.";
    private const string InUseAdvice = "Close the program that has the file open, or wait until the program closes it, and try again.";

    /// <summary>Creates the error for an exception of the file system.</summary>
    /// <param name="failure">The failure, without a full stop, such as "'a.pdf' cannot be written".</param>
    /// <param name="path">The file.</param>
    /// <param name="cause">The exception.</param>
    /// <param name="isWriting">Whether the operation that failed would have written or replaced the file.</param>
    /// <param name="endsRun">Whether all further items of a run would fail in the same way.</param>
    public static FaxPlusException Make(string failure, string path, Exception cause, bool isWriting = false, bool endsRun = false)
    {
        (string reason, string advice) = cause is UnauthorizedAccessException
            ? ExplainDenial(path, cause, isWriting)
            : IsHeld(cause) ? (InUse, InUseAdvice)
            : (cause.Message, AdviceOn(cause, isWriting));
        return new FaxPlusException(FaxPlusErrorKind.FileRejected, $"{failure}: {reason}", cause)
        {
            RecommendedAction = advice,
            IsFatal = endsRun,
        };
    }

    /// <summary>Creates the error for a path whose drive or share does not exist. Returns null if the drive or share exists.</summary>
    public static FaxPlusException? OfMissingRoot(string path)
    {
        string root = Path.GetPathRoot(Path.GetFullPath(path)) ?? "";
        if (root.Length == 0 || Directory.Exists(root)) return null;
        return root.StartsWith(@"\\", StringComparison.Ordinal)
            ? new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The share '{root}' cannot be reached.")
            {
                RecommendedAction = "Check the share name, the network, and the permissions of this account.",
            }
            : new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The drive '{root}' does not exist, or has no disk in it.")
            {
                RecommendedAction = "Check the path. A drive that was mapped for one account does not exist for others, "
                    + "such as the account of a scheduled task.",
            };
    }

    /// <summary>Whether the exception means that another program has the file open.</summary>
    public static bool IsHeld(Exception exception) =>
        exception is IOException
        // The Windows codes mean a sharing or lock violation, a pending deletion, a file that ReplaceFile could not remove or move, or a
        // mapped file. The codes 11 (Linux) and 35 (macOS) are EAGAIN.
        && (WindowsCode(exception) is 32 or 33 or 303 or 1175 or 1176 or 1224 || UnixCode(exception) is 11 or 35);

    private static string AdviceOn(Exception cause, bool isWriting) => (WindowsCode(cause), UnixCode(cause)) switch
    {
        (39 or 112 or 1295, _) or (_, 28 or 69 or 122) => "Free space on the disk, and try again.",
        (19, _) or (_, 30) => "The disk is write-protected. Choose another disk.",
        (111 or 206, _) => "Choose a shorter name or another folder.",
        (80 or 123 or 161 or 183, _) or (_, 17) => "Choose another name.",
        (51 or 53 or 64 or 67 or 121 or 1231, _) => "Check the network and whether the share can be reached.",
        (3, _) when isWriting => "Create the folder first, or choose another folder.",
        (2 or 3, _) => "Check the path. A relative path is relative to the current location.",
        _ => "Check the file and its disk.",
    };

    /// <summary>
    /// Returns the reason and the advice for an UnauthorizedAccessException. Besides missing permissions, the cause may be that the path is
    /// a folder or, on Windows, that the file to be replaced is open or read-only.
    /// </summary>
    private static (string Reason, string Advice) ExplainDenial(string path, Exception cause, bool isWriting)
    {
        if (Directory.Exists(path)) return ("it is a folder.", "Specify a file.");
        if (isWriting && File.Exists(path))
        {
            if ((File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
            {
                return ("the file is read-only.", "Choose another name, or remove the file's read-only attribute.");
            }

            try
            {
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                return (InUse, InUseAdvice);
            }
            catch (UnauthorizedAccessException)
            {
                // The file cannot be opened even for reading, so the permissions are the cause.
            }
        }

        return (cause.Message, "Check the permissions of the file and of its folder.");
    }

    /// <summary>
    /// Returns the Windows error code of an exception, which .NET also uses for some errors on other systems; 0 if there is none.
    /// </summary>
    private static int WindowsCode(Exception exception) => (exception.HResult & 0xFFFF0000) == 0x80070000 ? exception.HResult & 0xFFFF : 0;

    /// <summary>Returns the errno of an exception on Linux and macOS; 0 if there is none.</summary>
    private static int UnixCode(Exception exception) => exception.HResult is > 0 and < 256 ? exception.HResult : 0;
}
