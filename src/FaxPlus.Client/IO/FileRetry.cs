using System;
using System.Diagnostics;
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
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(250);

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
        var watch = Stopwatch.StartNew();
        for (TimeSpan pause = TimeSpan.FromMilliseconds(10); ; pause = pause < s_longestPause ? pause + pause : s_longestPause)
        {
            try
            {
                return operation();
            }
            catch (Exception exception) when (watch.Elapsed < s_limit && isHeld(exception))
            {
                Thread.Sleep(pause);
            }
        }
    }
}
