using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>
/// Opens an address in the user's browser, which is the program in the environment variable <c>BROWSER</c>, or otherwise the default
/// browser of the system.
/// </summary>
internal static class Browser
{
    // The exit code is checked only during this time, because a browser that a user closes later may have any exit code.
    private static readonly TimeSpan s_beginning = TimeSpan.FromSeconds(10);

    /// <param name="address">The address.</param>
    /// <param name="failed">
    /// A callback that runs on another thread if the program starts but soon exits with an error, such as in a remote shell without a
    /// display.
    /// </param>
    /// <exception cref="FaxPlusException">The program cannot be started.</exception>
    public static void Open(Uri address, Action<FaxPlusException> failed)
    {
        // AbsoluteUri is percent-encoded, so it contains neither quotation marks nor spaces.
        string url = address.AbsoluteUri;
        try
        {
            ProcessStartInfo start = Environment.GetEnvironmentVariable("BROWSER") is string program && program.Trim().Length > 0
                ? new ProcessStartInfo(program.Trim(), $"\"{url}\"") { UseShellExecute = false }
                : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? new ProcessStartInfo(url) { UseShellExecute = true }
                : new ProcessStartInfo(RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "open" : "xdg-open", $"\"{url}\"")
                {
                    UseShellExecute = false,
                };
            if (start.UseShellExecute)
            {
                using Process? shown = Process.Start(start);
                return;
            }

            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            var process = new Process { StartInfo = start, EnableRaisingEvents = true };
            Stopwatch watch = Stopwatch.StartNew();
            process.Exited += (_, _) =>
            {
                if (process.ExitCode != 0 && watch.Elapsed < s_beginning)
                {
                    failed(Failed($"{Path.GetFileName(start.FileName)} ended with exit code {process.ExitCode}.", null));
                }
            };
            process.Start();
            // The browser's output is not shown. It is read until this process ends, because a full pipe would block the browser, and a
            // closed pipe would end many scripts that start a browser.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            throw Failed(exception.Message, exception);
        }
    }

    private static FaxPlusException Failed(string why, Exception? cause) =>
        new(FaxPlusErrorKind.NotFound, $"No browser could be opened: {why}", cause)
        {
            RecommendedAction = "Add -NoBrowser and open the address that is shown, on this machine or another; " +
                "or specify a browser in the environment variable BROWSER.",
        };
}
