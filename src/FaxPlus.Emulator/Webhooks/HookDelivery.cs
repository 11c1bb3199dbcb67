using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Emulator;

/// <summary>Delivers events to the registered targets in the background.</summary>
internal sealed class HookDelivery(ServiceState state, EmulatorOptions options) : IDisposable
{
    // The service's own retries are not documented. A few quick retries suffice for tests of targets that fail and recover.
    private const int MostAttempts = 4;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    // A reset replaces the cancellation token source and the log. Deliveries in flight keep the previous objects, so they are cancelled and
    // do not appear in the new log.
    private CancellationTokenSource _stopping = new();
    private DeliveryLog _log = new();

    /// <summary>
    /// Sends an event about a sent or received fax to the matching webhooks. The caller must hold <c>ServiceState.Gate</c>.
    /// </summary>
    public void Announce(string @event, Fax fax) => Announce(@event, fax, [fax.Pages]);

    /// <summary>
    /// Sends an event for each page of a received fax to the matching webhooks, with the number of pages received so far. The caller must
    /// hold <c>ServiceState.Gate</c>.
    /// </summary>
    public void AnnouncePages(Fax fax) => Announce(Hook.FaxPageReceived, fax, Enumerable.Range(1, fax.Pages));

    public JsonArray ToWire()
    {
        lock (state.Gate) return _log.ToWire();
    }

    public void ClearLog()
    {
        lock (state.Gate) _log.Clear();
    }

    public void Reset()
    {
        lock (state.Gate)
        {
            _stopping.Cancel();
            _stopping = new CancellationTokenSource();
            _log = new DeliveryLog();
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _client.Dispose();
    }

    private void Announce(string @event, Fax fax, IEnumerable<int> pages)
    {
        var ownNumber = fax.IsOutgoing ? fax.From : fax.To;
        var (log, ct) = (_log, _stopping.Token);

        // Only loopback targets are called, because a target that was copied from a real account would otherwise receive events of emulated
        // faxes.
        foreach (var hook in state.Hooks.Where(h => h.Wants(@event, ownNumber) && h.Target.IsLoopback))
        {
            HookMessage[] messages = [.. pages.Select(p => new HookMessage(hook, fax, p, state.Clock.Now))];
            _ = Task.Run(() => DeliverAsync(messages, log, ct), ct);
        }
    }

    private async Task DeliverAsync(HookMessage[] messages, DeliveryLog log, CancellationToken ct)
    {
        try
        {
            foreach (var message in messages) await DeliverAsync(message, log, ct);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException && ct.IsCancellationRequested)
        {
            // The emulator is being stopped, or has been reset.
        }
    }

    private async Task DeliverAsync(HookMessage message, DeliveryLog log, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(options.WebhookRetrySeconds);
        for (var attempt = 1; attempt <= MostAttempts; attempt++, pause *= 2)
        {
            var status = await PostAsync(message, ct);
            log.Add(new DeliveryAttempt(message, attempt, status, DateTime.UtcNow));
            if (status is >= 200 and < 300) return;
            if (attempt < MostAttempts) await Task.Delay(pause, ct);
        }
    }

    private async Task<int> PostAsync(HookMessage message, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, message.Hook.Target)
            {
                Content = new ByteArrayContent(message.Body),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            Sign(request.Headers, message);
            using var answer = await _client.SendAsync(request, ct);
            return (int)answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return 0;
        }
    }

    // Each attempt is signed again, because receivers refuse a timestamp that is a few minutes old. The id stays the same, so that
    // receivers can detect repetitions.
    private void Sign(HttpRequestHeaders headers, HookMessage message)
    {
        if (options.WebhookSecrets.Count == 0) return;
        var now = new DateTimeOffset(state.Clock.Exact).ToUnixTimeSeconds();
        headers.Add("svix-id", message.Id);
        headers.Add("svix-timestamp", now.ToString(CultureInfo.InvariantCulture));
        headers.Add("svix-signature", WebhookSignature.Sign(options.WebhookSecrets, message.Id, now, message.Body));
    }
}
