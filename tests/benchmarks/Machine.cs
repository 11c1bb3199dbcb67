using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace FaxPlus.Benchmarks;

internal static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {PowerShellVersion()}, .NET {Environment.Version}";

    private static string PowerShellVersion()
    {
        using Process shell = Process.Start(new ProcessStartInfo(Child.PowerShell!, ["--version"]) { RedirectStandardOutput = true })!;
        string version = shell.StandardOutput.ReadToEnd().Trim();
        shell.WaitForExit();
        // The text shows whether PowerShell is installed as a .NET tool, because the .NET tool starts more slowly than PowerShell from a
        // package.
        return File.Exists(Path.Combine(Path.GetDirectoryName(Child.PowerShell)!, "System.Management.Automation.dll"))
            ? version : $"{version} (.NET tool)";
    }
}
