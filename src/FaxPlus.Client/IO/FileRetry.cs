using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace FaxPlus.Client.IO;

/// <summary>
/// Retries file operations that fail because another program has the file open. Virus scanners, indexers and backup programs open a file
/// for a few hundred milliseconds. During this time, Windows does not allow other programs to open the file for writing, or to rename or
/// replace the file.
/// </summary>
internal static class FileRetry
{
    // The delays, in milliseconds, add up to about 2.5 seconds. The number of attempts is fixed, because a time limit would permit fewer
    // attempts on a slow machine.
    private const int Retries = 14;
    private const int FirstPause = 10;
    private const int LongestPause = 250;

    /// <summary>Opens a file, with retries.</summary>
    public static FileStream Open(Func<FileStream> open) => Run(open, FileError.IsHeld);

    /// <summary>
    /// Renames, replaces or deletes a file, with retries. On Windows, a denied access also causes a retry, because another program may have
    /// the file open.
    /// </summary>
    public static void Change(Action change) => Run<object?>(
        () =>
        {
            change();
            return null;
        },
        exception => FileError.IsHeld(exception)
            || (exception is UnauthorizedAccessException && RuntimeInformation.IsOSPlatform(OSPlatform.Windows)));

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
