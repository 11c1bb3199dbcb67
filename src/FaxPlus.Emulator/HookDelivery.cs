using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Emulator;

/// <summary>Tells the registered targets what happened, without making anybody wait for them.</summary>
internal sealed class HookDelivery(ServiceState state) : IDisposable
{
    // The service's own way to deliver again is not documented; three quick tries let a target fail and recover.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    private readonly CancellationTokenSource _stopping = new();

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>Tells all hooks that want to know; the caller holds the gate.</summary>
    public void Announce(string @event, Fax fax)
    {
        var ownNumber = fax.IsOutgoing ? fax.From : fax.To;

        // An emulator must not call anyone else: a target copied from a real account would be told of faxes that never were.
        foreach (var hook in state.Hooks.Where(h => h.Wants(@event, ownNumber) && h.Target.IsLoopback))
        {
            var body = Answer.ToText(Message(hook, fax));
            _ = Task.Run(() => DeliverAsync(hook.Target, body, _stopping.Token));
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _client.Dispose();
    }

    private static JsonObject Message(Hook hook, Fax fax)
    {
        var wire = fax.ToWire();
        var data = new JsonObject { ["id"] = fax.Id, ["uid"] = fax.OwnerId };
        foreach (var name in (string[])["pages", "from", "from_number", "to", "to_number", "start_time", "file", "file_name", "status", "cost"])
        {
            if (wire.TryGetPropertyValue(name, out var value)) data[name] = value?.DeepClone();
        }

        return new JsonObject
        {
            // The fax's id, not the hook's: so the service documents it.
            ["hook"] = new JsonObject
            {
                ["id"] = fax.Id,
                ["event"] = hook.Event,
                ["event_time"] = Times.ToWire(Times.Now()),
                ["target"] = hook.Target.OriginalString,
            },
            ["data"] = data,
        };
    }

    private async Task DeliverAsync(Uri target, string body, CancellationToken ct)
    {
        try
        {
            for (var attempt = 0; !await TryDeliverAsync(target, body, ct) && attempt < Pauses.Length; attempt++)
            {
                await Task.Delay(Pauses[attempt], ct);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException && ct.IsCancellationRequested)
        {
            // The emulator ends.
        }
    }

    private async Task<bool> TryDeliverAsync(Uri target, string body, CancellationToken ct)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _client.PostAsync(target, content, ct);
            return answer.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
