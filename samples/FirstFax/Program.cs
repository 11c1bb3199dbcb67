// Sends, tracks, lists and saves a first fax with the .NET client and the local emulator, without PowerShell.
using System;
using System.IO;
using System.Linq;
using System.Threading;
using FaxPlus;
using FaxPlus.Client;
using FaxPlus.Emulator;
using Microsoft.Extensions.DependencyInjection;

using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
const string token = "alohi_pat_example";
var emulatorOptions = new EmulatorOptions { SendSeconds = 2 };
emulatorOptions.Pats.Add(token, EmulatorOptions.DefaultScopes.ToArray());
await using EmulatorServer emulator = await EmulatorServer.StartAsync(emulatorOptions, stop.Token);
Console.WriteLine($"The emulator listens on {emulator.BaseUri}");

// Without dependency injection, create the client directly: new FaxPlusClient(new FaxPlusClientOptions(new Secret(token))).
var services = new ServiceCollection();
services.AddFaxPlus(options =>
{
    options.Token = new Secret(token);
    options.ApiUri = new Uri(emulator.BaseUri, "v3");
});
await using ServiceProvider provider = services.BuildServiceProvider();
IFaxPlusClient client = provider.GetRequiredService<IFaxPlusClient>();

var request = new SendRequest
{
    To = ["+14155550123"],
    Files = [Path.Combine(AppContext.BaseDirectory, "first-fax.pdf")],
    Comment = "The first fax",
};
string folder = Directory.CreateTempSubdirectory("FirstFax-").FullName;
foreach (SentFax sent in await client.Outbox.SendAsync(request, stop.Token))
{
    Console.WriteLine($"Submitted: from {sent.From} to {sent.To}, outbox id {sent.OutboxId}");

    Fax fax = await client.Faxes.WaitAsync(sent, TimeSpan.FromMinutes(1), stop.Token);
    Console.WriteLine($"Sent: fax id {fax.Id}, {fax.Pages} page(s), {FaxStatus.Describe(fax.Status)}");

    string file = Path.Combine(folder, "fax.pdf");
    string report = Path.Combine(folder, "report.pdf");
    await client.Files.SaveFaxAsync(fax.Id!, FaxFormat.Pdf, new SaveOptions(file), fax.UserId, stop.Token);
    await client.Files.SaveReportAsync(fax.Id!, new SaveOptions(report), fax.UserId, stop.Token);
    Console.WriteLine($"Saved: {file} ({new FileInfo(file).Length} bytes)");
    Console.WriteLine($"Saved: {report} ({new FileInfo(report).Length} bytes)");
}

await foreach (Fax fax in client.Faxes.ListAsync(new FaxQuery { Category = "sent" }, stop.Token))
{
    Console.WriteLine($"Listed: {fax.To}, {fax.Time:u}");
}

FaxPlusResponse response = await client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self/numbers"), stop.Token);
Console.WriteLine($"Any other request: {response.StatusCode}, {response.Headers["Content-Type"][0]}");
