using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>The tests started as a program (Program.cs) that waits to be told how long it is to live.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Begin(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in arguments.Prepend(typeof(Program).Assembly.Location)) start.ArgumentList.Add(argument);
        // No time goes into code that lives for milliseconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
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
