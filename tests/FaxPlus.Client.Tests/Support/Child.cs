using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>The tests started as a program (Program.cs) that waits to be told how long it is to live.</summary>
internal sealed class Child : IDisposable
{
    // Tests that bring their runtime are a program of their own; others are run by dotnet.
    private static readonly string[] s_program =
        Path.ChangeExtension(typeof(Program).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null) == Environment.ProcessPath ? [Environment.ProcessPath] : ["dotnet", typeof(Program).Assembly.Location];

    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Begin(params string[] arguments) => Start([.. s_program, .. arguments]);

    /// <summary>One that can write no file beyond so many blocks of 512 bytes, as on a disk that is full. Not on Windows.</summary>
    public static Child BeginOnFullDisk(int blocks, params string[] arguments) =>
        Start(["sh", "-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"", "sh", .. s_program, .. arguments]);

    /// <summary>One that locks no files. On Windows it does.</summary>
    public static Child BeginWithoutLocks(params string[] arguments) => Start([.. s_program, .. arguments], ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));

    private static Child Start(string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in command[1..]) start.ArgumentList.Add(argument);
        // Its own memory is a file too, for the limit of a full disk.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        // No time goes into code that lives for milliseconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // What is killed would leave its pipes for debuggers behind, in the folder for temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new Child(Process.Start(start)!);
    }

    /// <summary>Lets it go, and gives its exit code when it has come to its end, one way or the other.</summary>
    public async Task<int> LiveAsync(string life)
    {
        Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync());
        await _process.StandardInput.WriteLineAsync(life);
        await _process.StandardInput.FlushAsync();
        Said = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>What it has said before its end.</summary>
    public string Said { get; private set; } = "";

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
