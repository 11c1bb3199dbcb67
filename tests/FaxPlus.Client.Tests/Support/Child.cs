using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>The tests started as a program (Program.cs), which waits for a line that specifies when it kills itself.</summary>
internal sealed class Child : IDisposable
{
    // A self-contained test assembly has its own executable; any other test assembly is run by dotnet.
    private static readonly string[] s_program =
        Path.ChangeExtension(typeof(Program).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null) == Environment.ProcessPath
            ? [Environment.ProcessPath] : ["dotnet", typeof(Program).Assembly.Location];

    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Begin(params string[] arguments) => Start([.. s_program, .. arguments]);

    /// <summary>
    /// Starts a process whose files cannot grow beyond a number of blocks of 512 bytes, as on a full disk. Not supported on Windows.
    /// </summary>
    public static Child BeginOnFullDisk(int blocks, params string[] arguments) =>
        Start(["sh", "-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"", "sh", .. s_program, .. arguments]);

    /// <summary>Starts a process that does not lock files. On Windows, files are locked nevertheless.</summary>
    public static Child BeginWithoutLocks(params string[] arguments) =>
        Start([.. s_program, .. arguments], ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));

    private static Child Start(string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true,
            UseShellExecute = false };
        foreach (string argument in command[1..]) start.ArgumentList.Add(argument);
        // With W^X enabled, .NET maps its memory through a file, to which the limit for a full disk would apply.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        // The code runs only for milliseconds, so profiling it is useless.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // A killed process would leave its diagnostic pipes in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new Child(Process.Start(start)!);
    }

    /// <summary>Starts the work of the process, waits until it exits or is killed, and returns its exit code.</summary>
    public async Task<int> LiveAsync(string life)
    {
        Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync());
        await _process.StandardInput.WriteLineAsync(life);
        await _process.StandardInput.FlushAsync();
        Said = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>The output of the process.</summary>
    public string Said { get; private set; } = "";

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
