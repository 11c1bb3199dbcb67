using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Started as a program, the tests receive or send faxes until they are killed: a process of its own is the only thing that can die
/// in the middle. It gets ready, waits for a line that says after how many steps and then microseconds it is to
/// kill itself, and goes. Or they start emulators for tests on another runtime.
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
        using IFaxReceiver receiver = client.Faxes.Receive(new ReceiveOptions { CheckpointFile = checkpoint, After = Received.Start.AddDays(-1) });
        while (await receiver.NextAsync() is { Count: > 0 } faxes)
        {
            foreach (Fax fax in faxes)
            {
                SelfKillingProcess.Step();
                // Idempotent by id; a file of the same name again is counted all the same.
                File.AppendAllText(Path.Combine(folder, fax.Id!), "x");
                SelfKillingProcess.Step();
                receiver.Acknowledge(fax);
            }
        }

        if (mortal) SelfKillingProcess.DieNow();
    }
}
