using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>
/// Loads the assemblies for Windows PowerShell with the module's own resolver and uses them on Mono, which is the closest alternative to
/// .NET Framework outside Windows.
/// </summary>
public class DesktopRunTests
{
    [MonoFact]
    public async Task The_client_of_the_desktop_folder_works()
    {
        await using Service service = await Service.StartAsync(options =>
        {
            options.Pats.Add("good-token", Emulator.EmulatorOptions.DefaultScopes.ToArray());
            options.Clients.Add("APIK-good", "good-secret");
            options.SeedFaxes = 20;
        });
        await service.FaultAsync("status", "GET", "/faxes", more: fault => fault["status"] = 503);
        string module = service.Files.Path("FaxPlus");
        DesktopSet.Lay(module);

        string program = DesktopSet.Built("FaxPlus.DesktopRun", "FaxPlus.DesktopRun.dll", "tests");
        var start = new ProcessStartInfo("mono", [program, module, service.ApiUri.ToString(),
            service.Files.FullName]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(service.TimeLimit);
        Task<string> errors = process.StandardError.ReadToEndAsync(service.TimeLimit);
        try
        {
            await process.WaitForExitAsync(service.TimeLimit);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        Assert.Equal("", await errors);
        string[] expected =
        [
            "account: ada@example.com", "retried and listed: 20", "sent with a journal: 1", "followed: success", "comment: True",
                "saved the same bytes: True",
            "received with a checkpoint: True", "error: NotFound",
                "webhook: The webhook message was refused: it was signed more than five minutes ago.",
            "signed in with OAuth, renewals: 0", "token renewed and kept, renewals: 1", "report names the fax: True", "done: True",
        ];
        Assert.Equal(expected, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>A test that needs Mono. It is skipped if Mono or its class libraries are not installed.</summary>
internal sealed class MonoFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(() => FindMissing() is string missing
        ? $"{missing}, so the client's build for Windows PowerShell was not run: apt-get install mono-devel"
        : null);

    public MonoFactAttribute() => Skip = s_missing.Value;

    private static string? FindMissing()
    {
        // Debian's mono-runtime starts programs for .NET Framework, but only mono-devel has netstandard.dll.
        var start = new ProcessStartInfo("mono", [DesktopSet.Built("FaxPlus.DesktopRun", "FaxPlus.DesktopRun.dll",
            "tests")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string said = process.StandardError.ReadToEnd() + output.Result;
            process.WaitForExit();
            return said.Contains("netstandard", StringComparison.Ordinal)
                || said.Contains("mscorlib", StringComparison.Ordinal) ? "Mono is installed without its class libraries" : null;
        }
        catch (Win32Exception)
        {
            return "Mono is not installed";
        }
    }
}
