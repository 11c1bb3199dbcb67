using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace FaxPlus.Emulator;

/// <summary>An attempt to deliver an event to a target. The status is 0 if no response arrived.</summary>
internal sealed record DeliveryAttempt(HookMessage Message, int Number, int Status, DateTime Time)
{
    public JsonObject ToWire() => new()
    {
        ["id"] = Message.Id,
        ["hook"] = Message.Hook.Id,
        ["fax"] = Message.FaxId,
        ["target"] = Message.Hook.Target.OriginalString,
        ["event"] = Message.Hook.Event,
        ["attempt"] = Number,
        ["status"] = Status,
        ["bodyLength"] = Message.Body.Length,
        ["time"] = Time.ToString("O", CultureInfo.InvariantCulture),
    };
}

/// <summary>Records the delivery attempts, in the order in which they ended.</summary>
internal sealed class DeliveryLog
{
    private readonly Lock _gate = new();
    private readonly List<DeliveryAttempt> _attempts = [];

    public void Add(DeliveryAttempt attempt)
    {
        lock (_gate) _attempts.Add(attempt);
    }

    public JsonArray ToWire()
    {
        lock (_gate) return new JsonArray([.. _attempts.Select(a => a.ToWire())]);
    }

    public void Clear()
    {
        lock (_gate) _attempts.Clear();
    }
}
