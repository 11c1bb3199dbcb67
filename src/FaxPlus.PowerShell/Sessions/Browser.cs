using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace FaxPlus.PowerShell;

/// <summary>Opens an address in the person's browser: the program in <c>BROWSER</c>, else what the system has.</summary>
internal static class Browser
{
    public static void Open(Uri address)
    {
        // AbsoluteUri is percent-encoded: no quote and no blank in it.
        string url = address.AbsoluteUri;
        try
        {
            ProcessStartInfo start = Environment.GetEnvironmentVariable("BROWSER") is string program && program.Trim().Length > 0
                ? new ProcessStartInfo(program.Trim(), $"\"{url}\"") { UseShellExecute = false }
                : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? new ProcessStartInfo(url) { UseShellExecute = true }
                : new ProcessStartInfo(RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "open" : "xdg-open", $"\"{url}\"") { UseShellExecute = false };
            if (start.UseShellExecute)
            {
                using Process? shown = Process.Start(start);
                return;
            }

            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            Process process = Process.Start(start)!;
            // What a browser says is none of the pipeline's business. But it is read, as long as this process lives: a pipe
            // that nobody reads stops a program, and one that is closed ends many a script.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        }
        catch (Exception exception) when (exception is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            throw new FaxPlusException(FaxPlusErrorKind.NotFound, $"No browser could be opened: {exception.Message}", exception)
            {
                RecommendedAction = "Add -NoBrowser and open the address that is shown, on this machine or another; or name a browser in the environment variable BROWSER.",
            };
        }
    }
}
