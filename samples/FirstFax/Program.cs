// Sends, tracks and saves a first fax with the .NET client and the local emulator, without PowerShell.
using System;
using System.IO;
using System.Linq;
using System.Threading;
using FaxPlus;
using FaxPlus.Client;
using FaxPlus.Emulator;

using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
const string token = "alohi_pat_example";
var options = new EmulatorOptions { SendSeconds = 2 };
options.Pats.Add(token, EmulatorOptions.DefaultScopes.ToArray());
await using EmulatorServer emulator = await EmulatorServer.StartAsync(options, stop.Token);
Console.WriteLine($"The emulator listens on {emulator.BaseUri}");

using var client = new FaxPlusClient(new FaxPlusClientOptions(new Secret(token)) { ApiUri = new Uri(emulator.BaseUri, "v3") });
IFaxSender sender = client.Outbox.BeginSending();
var request = new SendRequest
{
    To = ["+14155550123"],
    Files = [Path.Combine(AppContext.BaseDirectory, "first-fax.pdf")],
    Comment = "The first fax",
};
foreach (SentFax sent in await sender.SendAsync(request, stop.Token))
{
    Console.WriteLine($"Submitted: from {sent.From} to {sent.To}, outbox id {sent.OutboxId}");

    IFaxFollower follower = client.Faxes.Follow();
    follower.Add(sent);
    foreach (FollowedFax followed in await follower.NextAsync(TimeSpan.FromMinutes(1), stop.Token))
    {
        Fax fax = followed.Fax ?? throw followed.Error!;
        Console.WriteLine($"Sent: fax id {fax.Id}, {fax.Pages} page(s), {FaxStatus.Describe(fax.Status)}");

        string folder = Directory.CreateTempSubdirectory("FirstFax-").FullName;
        string file = Path.Combine(folder, "fax.pdf");
        string report = Path.Combine(folder, "report.pdf");
        await client.Files.SaveFaxAsync(fax.Id!, FaxFormat.Pdf, new SaveOptions(file), fax.UserId, stop.Token);
        await client.Files.SaveReportAsync(fax.Id!, new SaveOptions(report), fax.UserId, stop.Token);
        Console.WriteLine($"Saved: {file} ({new FileInfo(file).Length} bytes)");
        Console.WriteLine($"Saved: {report} ({new FileInfo(report).Length} bytes)");
    }
}
