// Runs a task of build.ps1 on a machine that has only the .NET SDK:
//
//   dotnet run build.cs Try
//   dotnet run build.cs Test
//
// PowerShell is restored as a local .NET tool (.config/dotnet-tools.json). Nothing is installed globally.
#:property PublishAot=false
#:property UseAppHost=false
// No native host is created, because the SDK cannot create one below a home folder with an apostrophe in its name.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;

string root = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

// build.ps1 handles Ctrl+C. This process ignores it and waits until build.ps1 ends.
Console.CancelKeyPress += (_, e) => e.Cancel = true;

int restored = Run(["tool", "restore"], quiet: true);
if (restored != 0)
{
    Console.Error.WriteLine(
        "PowerShell could not be restored. It is a NuGet package named in .config/dotnet-tools.json: check the network and the NuGet "
        + "sources (dotnet nuget list source).");
    return restored;
}

return Run(["tool", "run", "pwsh", "--", "-NoProfile", "-File", Path.Combine(root, "build.ps1"), .. args]);

int Run(IEnumerable<string> arguments, bool quiet = false)
{
    // The tool manifest is found from the working directory.
    var start = new ProcessStartInfo(dotnet, arguments) { WorkingDirectory = root, RedirectStandardOutput = quiet };
    start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
    start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
    // NuGet verifies package signatures without online revocation checks. If a firewall drops such a check, the restore of each package
    // waits for its timeout.
    start.Environment.TryAdd("NUGET_CERT_REVOCATION_MODE", "offline");
    try
    {
        using Process process = Process.Start(start)!;
        string output = quiet ? process.StandardOutput.ReadToEnd() : "";
        process.WaitForExit();
        if (process.ExitCode != 0) Console.Error.Write(output);
        return process.ExitCode;
    }
    catch (Win32Exception e)
    {
        Console.Error.WriteLine($"'{dotnet}' could not be started: {e.Message}. Put the .NET SDK's dotnet on PATH.");
        return 127;
    }
}
