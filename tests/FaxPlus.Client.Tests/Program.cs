using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;

namespace FaxPlus.Client.Tests;

/// <summary>
/// The entry point if the tests are started as a program. The program receives or sends faxes until it kills itself, which cannot be
/// tested within the test process. First, the program reads a line that specifies when it kills itself: a number of steps, and the
/// microseconds after the last of these steps. The program can also start emulators for tests on another runtime.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["receive", string address, string checkpoint, string folder]:
                await ReceiveAsync(address, checkpoint, folder);
                return 0;
            case ["send", string address, string journal, string file, string count]:
                await BulkRun.SendAsync(new Uri(address), journal, file, int.Parse(count, CultureInfo.InvariantCulture));
                return 0;
            case ["emulators"]:
                await EmulatorHost.ServeAsync();
                return 0;
            default:
                return 2;
        }
    }

    private static async Task ReceiveAsync(string address, string checkpoint, string folder)
    {
        using var client = new FaxPlusClient(Service.Connection(new Uri(address)));
        await client.Accounts.GetAsync();
        bool mortal = SelfKillingProcess.AwaitLife();

        SelfKillingProcess.Step();
        using IFaxReceiver receiver =
            client.Faxes.Receive(new ReceiveOptions { CheckpointFile = checkpoint, After = Received.Start.AddDays(-1) });
        while (await receiver.NextAsync() is { Count: > 0 } faxes)
        {
            foreach (Fax fax in faxes)
            {
                SelfKillingProcess.Step();
                // Writing is idempotent by id, but each write appends to the file, so that duplicates are counted.
                File.AppendAllText(Path.Combine(folder, fax.Id!), "x");
                SelfKillingProcess.Step();
                receiver.Acknowledge(fax);
            }
        }

        if (mortal) SelfKillingProcess.KillNow();
    }
}
