using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Runs with a journal, and journals in the state after a crash.</summary>
internal static class Journals
{
    public static string Journal(this Service service) => service.Files.Path("run.journal");

    public static IFaxSender Run(this Service service, bool resendInDoubt = false, IFaxPlusClient? client = null) =>
        (client ?? service.Client).Outbox.BeginSending(new SendingOptions { Journal = service.Journal(), ResendInDoubt = resendInDoubt });

    /// <summary>Sends one fax in one run.</summary>
    public static async Task<SentFax> RunAsync(this Service service, SendRequest request, bool resendInDoubt = false,
        IFaxPlusClient? client = null)
    {
        using IFaxSender run = service.Run(resendInDoubt, client);
        return (await run.FindSentAsync(request, service.TimeLimit) ?? await run.SendAsync(request, service.TimeLimit)).Single();
    }

    public static JournalItem[] Items(this Service service) => [.. new FaxPlusClientFactory().ReadJournal(service.Journal())];

    public static JournalItem Item(this Service service) => service.Items().Single();

    public static string[] Lines(this Service service)
    {
        using var file = new FileStream(service.Journal(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Creates the state after a crash between the service's response and the write to the disk.</summary>
    public static void ForgetLastLine(this Service service) => File.WriteAllLines(service.Journal(), service.Lines().SkipLast(1));

    /// <summary>Creates the state after a crash before the service received the request.</summary>
    public static async Task CrashAfterSendAsync(this Service service, params SendRequest[] requests)
    {
        await service.FaultAsync("drop-before", "POST", "/outbox$", times: null);
        // The delay also keeps the search for the lost fax from ending before the cancellation.
        await service.FaultAsync("delay", "GET", times: null, more: fault => fault["delayMs"] = 60_000);
        using var death = new CancellationTokenSource();
        using (IFaxSender run = service.Run())
        {
            Task[] sends = [.. requests.Select(request => run.SendAsync(request, death.Token))];
            await service.UntilAsync(async () => (await service.RequestsAsync("GET")).Length > 0
                && (await service.RequestsAsync("POST", "/outbox")).Length == requests.Length);
            death.Cancel();
            await Task.WhenAll(sends.Select(send => Failing.CancelledAsync(() => send)));
        }

        await service.ClearFaultsAsync();
        await service.ForgetRequestsAsync();
    }
}
