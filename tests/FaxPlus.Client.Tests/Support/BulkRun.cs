using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Tests.Support;

/// <summary>
/// A run of many sends with a journal, as Send-FaxPlusFax -ThrottleLimit 16 makes it. Each send is one step of the process.
/// </summary>
internal static class BulkRun
{
    private const int InFlight = 16;

    public static SendRequest Request(int number, string file) =>
        new() { From = Service.Own, To = [$"+4144{number:0000000}"], Files = [file], Comment = $"Letter {number}" };

    public static async Task SendAsync(Uri address, string journal, string file, int count)
    {
        FaxPlusClientOptions connection = Service.Connection(address);
        connection.SilenceTimeout = TimeSpan.FromSeconds(10);
        using var client = new FaxPlusClient(connection);
        bool mortal = SelfKillingProcess.AwaitLife();
        var endings = new ConcurrentBag<string>();
        var failures = new ConcurrentDictionary<FaxPlusErrorKind, int>();
        using (IFaxSender run = client.Outbox.BeginSending(new SendingOptions { Journal = journal }))
        using (var slots = new SemaphoreSlim(InFlight))
        {
            var sends = new List<Task>();
            for (int i = 0; i < count; i++)
            {
                await slots.WaitAsync();
                if (!endings.IsEmpty) break;
                sends.Add(OneAsync(run, Request(i, file)));
            }

            await Task.WhenAll(sends);

            async Task OneAsync(IFaxSender sender, SendRequest request)
            {
                try
                {
                    if (await sender.FindSentAsync(request) is not null) return;
                    await sender.SendAsync(request);
                }
                catch (FaxPlusException error)
                {
                    if (error.IsFatal) endings.Add(error.Message);
                    failures.AddOrUpdate(error.Kind, 1, (_, times) => times + 1);
                }
                finally
                {
                    slots.Release();
                }

                SelfKillingProcess.Step();
            }
        }

        foreach (string ending in endings) Console.WriteLine(ending);
        Console.WriteLine(string.Join(", ", failures.Select(failure => $"{failure.Value} {failure.Key}")));
        if (mortal) SelfKillingProcess.KillNow();
    }
}
