using System;
using System.Text;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A message to the target of a webhook. Each delivery attempt sends the same message.</summary>
internal sealed class HookMessage
{
    private static readonly string[] NumberFields = ["from", "from_number", "to", "to_number"];
    private static readonly string[] FaxFields = ["pages", .. NumberFields, "start_time", "file", "file_name", "status", "cost"];

    /// <summary>Creates a message with the current values of the fax. Later changes to the fax do not affect the message.</summary>
    public HookMessage(Hook hook, Fax fax, int pages, DateTime now)
    {
        Hook = hook;
        FaxId = fax.Id;
        Body = Encoding.UTF8.GetBytes(Answer.ToText(new JsonObject
        {
            ["hook"] = new JsonObject
            {
                // As the vendor documents, this value is the id of a fax and not of a webhook.
                ["id"] = fax.Id,
                ["event"] = hook.Event,
                ["event_time"] = Times.ToWire(now),
                ["target"] = hook.Target.OriginalString,
            },
            ["data"] = Data(fax, pages),
        }));
    }

    public string Id { get; } = Ids.NewMessageId();

    public Hook Hook { get; }

    public string FaxId { get; }

    public byte[] Body { get; }

    private static JsonObject Data(Fax fax, int pages)
    {
        var wire = fax.ToWire();
        var data = new JsonObject { ["id"] = fax.SessionId ?? fax.Id, ["uid"] = fax.OwnerId };
        foreach (var name in FaxFields)
        {
            if (wire.TryGetPropertyValue(name, out var value)) data[name] = value?.DeepClone();
        }

        data["pages"] = pages;
        if (fax.IsFormatted) Format(data);
        return data;
    }

    private static void Format(JsonObject data)
    {
        foreach (var name in NumberFields)
        {
            if ((string?)data[name] is { } number && PhoneNumber.IsE164(number)) data[name] = PhoneNumber.Format(number);
        }
    }
}
