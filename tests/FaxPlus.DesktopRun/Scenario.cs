using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.DesktopRun;

/// <summary>
/// Runs the client operations that most scripts use. Each step writes a line, and the first failure ends the scenario. The emulator must
/// accept the token good-token and the OAuth client APIK-good:good-secret.
/// </summary>
internal static class Scenario
{
    public static async Task RunAsync(object factory, Uri service, string folder)
    {
        var factories = (IFaxPlusClientFactory)factory;
        var connection = new FaxPlusClientOptions(new Secret("good-token")) { ApiUri = new Uri(service, "v3"),
            RetryDelay = TimeSpan.FromMilliseconds(5), PollInterval = TimeSpan.FromMilliseconds(50) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        CancellationToken stop = patience.Token;
        using IFaxPlusClient client = factories.Create(connection);

        Account account = await client.Accounts.GetAsync(cancellationToken: stop);
        Say("account", account.Email);

        // The emulator responds to the first request for the list with 503.
        IReadOnlyList<Fax> faxes = (await client.Faxes.List(new FaxQuery()).ReadAsync(stop))!;
        Say("retried and listed", faxes.Count);

        string pdf = Path.Combine(folder, "offer.pdf");
        File.WriteAllText(pdf, "%PDF-1.4\n1 0 obj\n<< /Type /Page >>\nendobj\n%%EOF\n", Encoding.ASCII);
        var request = new SendRequest { To = ["+14155550123"], Files = [pdf], Comment = "Grüße" };
        IFaxFollower follower = client.Faxes.Follow();
        using (IFaxSender sender = client.Outbox.BeginSending(new SendingOptions { Journal = Path.Combine(folder, "run.journal") }))
        {
            foreach (SentFax sent in await sender.SendAsync(request, stop)) follower.Add(sent);
        }

        Say("sent with a journal", factories.ReadJournal(Path.Combine(folder, "run.journal")).Count());
        Fax fax = (await follower.NextAsync(TimeSpan.FromMinutes(5), stop)).Single().Fax!;
        Say("followed", fax.Status);
        Say("comment", fax.Comment == "Grüße");

        string copy = Path.Combine(folder, "copy.pdf");
        await client.Files.SaveFaxAsync(fax.Id!, FaxFormat.Pdf, new SaveOptions(copy), fax.UserId!, stop);
        Say("saved the same bytes", File.ReadAllBytes(copy).SequenceEqual(File.ReadAllBytes(pdf)));

        using (IFaxReceiver receiver = client.Faxes.Receive(
            new ReceiveOptions { CheckpointFile = Path.Combine(folder, "inbox.json"), After = DateTimeOffset.UtcNow.AddYears(-5) }))
        {
            int taken = 0;
            while (await receiver.NextAsync(stop) is { Count: > 0 } received)
            {
                foreach (Fax item in received)
                {
                    receiver.Acknowledge(item);
                    taken++;
                }
            }

            Say("received with a checkpoint", taken > 0 && File.Exists(Path.Combine(folder, "inbox.json")));
        }

        try
        {
            await client.Faxes.GetAsync("0123456789abcdef01234567", cancellationToken: stop);
        }
        catch (FaxPlusException exception)
        {
            Say("error", exception.Kind);
        }

        // The published test vector of Standard Webhooks. Its signature is valid, so the only error is its old timestamp.
        IWebhookReader reader = factories.CreateWebhookReader([new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]);
        try
        {
            reader.Read(new WebhookMessage(Encoding.UTF8.GetBytes("{\"test\": 2432232314}"),
            [
                new("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), new("webhook-timestamp", "1614265330"),
                    new("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            ]));
        }
        catch (FaxPlusException exception)
        {
            Say("webhook", exception.Message);
        }

        var store = new Store();
        using (IFaxPlusClient renewing =
            factories.Create(new FaxPlusClientOptions(await SignInAsync(factories, service, stop), store) { ApiUri = connection.ApiUri }))
        {
            await renewing.Accounts.GetAsync(cancellationToken: stop);
            Say("signed in with OAuth, renewals", store.Saved);
            await RevokeAccessTokensAsync(service);
            await renewing.Accounts.GetAsync(cancellationToken: stop);
            Say("token renewed and kept, renewals", store.Saved);
        }

        string page = Path.Combine(folder, "report.html");
        IFaxReport report = factories.BeginReport(new FaxReportOptions(new SaveOptions(page)));
        report.Add(fax);
        report.Save();
        Say("report names the fax", File.ReadAllText(page).Contains(fax.Id!));

        Say("done", true);
    }

    private static async Task<OAuthGrant> SignInAsync(IFaxPlusClientFactory factories, Uri service, CancellationToken stop)
    {
        using ISignIn signIn = factories.BeginSignIn(new OAuthApplication("APIK-good",
            new Secret("good-secret")) { AccountsUri = new Uri(service, "/"), RedirectUri = new Uri("http://localhost:8400/") });
        using var browser = new HttpClient(new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false });
        using HttpResponseMessage page = await browser.GetAsync(signIn.LoginUri.AbsoluteUri + "&approve=1");
        return await signIn.RedeemAsync(new Secret(page.Headers.Location!.AbsoluteUri), new Silent(), stop);
    }

    private static async Task RevokeAccessTokensAsync(Uri service)
    {
        using var controls = new HttpClient(new HttpClientHandler { UseProxy = false });
        using HttpResponseMessage answer = await controls.PostAsync(new Uri(service, "/_emulator/revoke"),
            new StringContent("{\"kind\":\"access\"}", Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    private static void Say(string step, object? what) => Console.WriteLine($"{step}: {what}");

    private sealed class Silent : ICallObserver
    {
        public bool IsVerbose => true;

        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Error(FaxPlusException error)
        {
        }

        public void Progress(CallProgress progress)
        {
        }
    }

    private sealed class Store : IGrantStore
    {
        public int Saved { get; private set; }

        public OAuthGrant? Load() => null;

        public void Save(OAuthApplication application, Secret refreshToken) => Saved++;

        public void Release()
        {
        }
    }
}
