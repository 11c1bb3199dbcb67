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
        // PowerShell as a .NET tool is started by dotnet, which takes longer than a package. Therefore the result shows this.
        return File.Exists(Path.Combine(Path.GetDirectoryName(Child.PowerShell)!, "System.Management.Automation.dll")) ? version : $"{version} (.NET tool)";
    }
}
