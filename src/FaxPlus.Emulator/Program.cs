using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Emulator;

internal static class Program
{
    private const int CannotStart = 1;
    private const int BadUsage = 2;

    private static async Task<int> Main(string[] args)
    {
        EmulatorOptions options;
        try
        {
            options = EmulatorOptions.Parse(args);
        }
        catch (UsageException error)
        {
            await Console.Error.WriteLineAsync($"{error.Message}\nTry --help.");
            return BadUsage;
        }

        if (options.ShowHelp)
        {
            await Console.Out.WriteAsync(CommandLine.Help);
            return 0;
        }

        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // The default action of the signal is cancelled, because it would end the process before the temporary files are deleted.
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        try
        {
            await using var server = await EmulatorServer.StartAsync(options, stop.Token);
            Console.WriteLine($"Listening on {server.BaseUri.GetLeftPart(UriPartial.Authority)}");
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"Cannot listen on port {options.Port}: {error.Message}");
            return CannotStart;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The emulator was stopped while it was starting.
        }

        return 0;
    }
}
