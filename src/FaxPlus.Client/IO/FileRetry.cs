using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace FaxPlus.Client.IO;

/// <summary>
/// Retries what fails because another program has the file open. Virus scanners, indexers and backups open a file for some hundred
/// milliseconds; meanwhile Windows refuses to open it for writing, to rename or to replace it.
/// </summary>
internal static class FileRetry
{
    // 2.5 seconds of pauses. A limit of time would leave fewer tries on a machine that is short of it.
    private const int Retries = 14;
    private const int FirstPause = 10;
    private const int LongestPause = 250;

    /// <summary>Opens a file.</summary>
    public static FileStream Open(Func<FileStream> open) => Run(open, FileError.IsHeld);

    /// <summary>Renames, replaces or deletes a file. Where it is open, Windows may say that access is denied.</summary>
    public static void Change(Action change) => Run<object?>(
        () =>
        {
            change();
            return null;
        },
        exception => FileError.IsHeld(exception) || (exception is UnauthorizedAccessException && RuntimeInformation.IsOSPlatform(OSPlatform.Windows)));

    private static T Run<T>(Func<T> operation, Func<Exception, bool> isHeld)
    {
        int pause = FirstPause;
        for (int left = Retries; ; left--)
        {
            try
            {
                return operation();
            }
            catch (Exception exception) when (left > 0 && isHeld(exception))
            {
                Thread.Sleep(pause);
                pause = Math.Min(2 * pause, LongestPause);
            }
        }
    }
}
