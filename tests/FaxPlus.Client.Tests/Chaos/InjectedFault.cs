using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;

namespace FaxPlus.Client.Tests.Chaos;

/// <summary>A fault that affects one request. <see cref="All"/> contains each kind that the emulator supports, with variations.</summary>
internal sealed class InjectedFault
{
    /// <summary>The inactivity timeout of the clients in these tests.</summary>
    public static readonly TimeSpan InactivityTimeout = TimeSpan.FromSeconds(1);

    private readonly JsonObject _fault;

    private InjectedFault(string name, string kind, bool losesAnswer = false, int? status = null, JsonNode? retryAfter = null,
        int? delayMs = null, int? bytes = null)
    {
        Name = name;
        LosesAnswer = losesAnswer;
        _fault = new JsonObject { ["kind"] = kind, ["times"] = 1 };
        if (status is not null) _fault["status"] = status;
        if (retryAfter is not null) _fault["retryAfter"] = retryAfter;
        if (delayMs is not null) _fault["delayMs"] = delayMs;
        if (bytes is not null) _fault["bytes"] = bytes;
    }

    public string Name { get; }

    /// <summary>Whether the service acts on the request and its response is lost.</summary>
    public bool LosesAnswer { get; }

    public static IReadOnlyList<InjectedFault> All { get; } =
    [
        new("500", "status", status: 500),
        new("502", "status", status: 502),
        new("429", "status", status: 429),
        new("429 with Retry-After", "status", status: 429, retryAfter: 0),
        new("503", "status", status: 503),
        new("503 for a while", "status", status: 503, retryAfter: 4),
        new("503 with Retry-After", "status", status: 503, retryAfter: "Wed, 21 Oct 2015 07:28:00 GMT"),
        new("delay", "delay", delayMs: 60),
        new("silence", "delay", delayMs: (int)(InactivityTimeout.TotalMilliseconds * 1.5)),
        new("drop-before", "drop-before"),
        new("drop-after", "drop-after", losesAnswer: true),
        new("truncate", "truncate", losesAnswer: true),
        new("truncate to nothing", "truncate", losesAnswer: true, bytes: 0),
        new("503 of a gateway after the service has acted", "status-after", losesAnswer: true, status: 503),
        new("garbage", "garbage", losesAnswer: true),
        new("garbage with 502", "garbage", losesAnswer: true, status: 502),
    ];

    /// <summary>Sets short timeouts and delays.</summary>
    public static void UseShortDelays(FaxPlusClientOptions connection)
    {
        connection.SilenceTimeout = InactivityTimeout;
        connection.RetryDelay = TimeSpan.FromMilliseconds(2);
        connection.PollInterval = TimeSpan.FromMilliseconds(15);
        connection.MaxPollInterval = TimeSpan.FromMilliseconds(60);
        connection.VisibilityDelay = TimeSpan.FromMilliseconds(600);
    }

    /// <summary>Adds the fault for a future request; 0 is the next request.</summary>
    public Task InjectAsync(Service service, int at)
    {
        JsonObject fault = _fault.DeepClone().AsObject();
        fault["skip"] = at;
        return service.ControlAsync("faults", fault);
    }

    public static async Task<int> HitsAsync(Service service) =>
        (await service.ControlAsync("faults")).AsArray().Sum(fault => (int)fault!["hits"]!);

    public override string ToString() => Name;
}
