using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed partial class ProgramTests
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const long Ignored = 1;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    public async Task The_program_prints_one_line_serves_requests_and_ends_on_a_signal(int signal)
    {
        // Windows has no Unix signals.
        if (OperatingSystem.IsWindows()) return;
        StopIgnoring(signal);
        var temporary = Directory.CreateTempSubdirectory();
        try
        {
            using var program = Start(temporary, "--port", "0", "--pat", "T=fax:all:read,fax:all:edit", "--seed-faxes", "10");
            using var limit = new CancellationTokenSource(TimeLimit);
            var line = await program.StandardOutput.ReadLineAsync(limit.Token);
            Assert.Matches(@"^Listening on http://127\.0\.0\.1:[1-9][0-9]*$", line);

            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress =
                new Uri(ListeningOn().Replace(line!, "")) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "T");
            using var upload = await client.PostAsync("/v3/accounts/self/files",
                TestService.Form("x"u8.ToArray(), "form-data; name=\"fax_file\"; filename=\"a.txt\"", "text/plain"));
            Assert.Equal(HttpStatusCode.Created, upload.StatusCode);
            Assert.Contains(temporary.GetDirectories(), d => d.GetFiles().Length == 1);

            Assert.Equal(0, Kill(program.Id, signal));
            await program.WaitForExitAsync(limit.Token);
            Assert.Equal(0, program.ExitCode);
            Assert.Equal("", await program.StandardOutput.ReadToEndAsync(limit.Token));
            Assert.Equal("", await program.StandardError.ReadToEndAsync(limit.Token));
            Assert.DoesNotContain(temporary.GetDirectories(), d => d.Name.StartsWith("faxplus", StringComparison.Ordinal));
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_wrong_option_ends_with_exit_code_2_and_a_hint()
    {
        var (code, output, error) = await RunAsync("--bounds", "wide");
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains("--bounds: 'wide'", error, StringComparison.Ordinal);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_the_options_and_the_magic_numbers()
    {
        var (code, output, error) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Equal("", error);
        foreach (var word in (string[])["--hide-seconds", "--gap-seconds", "--clock-offset-seconds", "--fractions", "--keep-comments",
            "--same-id", "--normalize-numbers", "--odd", "--expired-pat", "…0001  failed_user_busy", "…0099  ", "--balance", "--ai-credits",
            "--webhook-secret", "…0032  ai:content_filtering_policy"])
        {
            Assert.Contains(word, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_port_in_use_causes_exit_code_1_and_a_message_with_its_number()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, output, error) = await RunAsync("--port", $"{port}");
        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Contains($"port {port}", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var temporary = Directory.CreateTempSubdirectory();
        try
        {
            using var program = Start(temporary, args);
            using var limit = new CancellationTokenSource(TimeLimit);
            var output = program.StandardOutput.ReadToEndAsync(limit.Token);
            var error = program.StandardError.ReadToEndAsync(limit.Token);
            await program.WaitForExitAsync(limit.Token);
            return (program.ExitCode, await output, await error);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static Process Start(DirectoryInfo temporary, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary.FullName },
        };
        start.ArgumentList.Add(typeof(EmulatorServer).Assembly.Location);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    /// <summary>
    /// Restores the default action of a signal if this process ignores the signal. A shell starts background processes with interrupts
    /// ignored, and child processes inherit this setting.
    /// </summary>
    private static void StopIgnoring(int signal)
    {
        // The buffer is larger than the structure on any platform. The structure begins with the handler.
        var action = new byte[512];
        Assert.Equal(0, GetAction(signal, 0, action));
        if (BitConverter.ToInt64(action) == Ignored) _ = SetHandler(signal, 0);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int GetAction(int signal, nint none, byte[] action);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);

    [GeneratedRegex("^Listening on ")]
    private static partial Regex ListeningOn();
}
