using System;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>The states of an extraction by Fax AI.</summary>
internal static class AiStatus
{
    public const string NotRequested = "not_requested";
    public const string Pending = "pending";
    public const string Finished = "finished";
    public const string Failed = "failed";
    public const string Filtered = "content_filtering_policy";
}

/// <summary>An extraction from a fax. Its result is determined when it starts.</summary>
internal sealed class AiTask(string outcome, JsonNode result, DateTime ready)
{
    public string Status => DateTime.UtcNow < ready ? AiStatus.Pending : outcome;

    /// <summary>Whether the extraction is pending or finished. In these states, a request does not start a new extraction.</summary>
    public bool IsOfUse => Status is AiStatus.Pending or AiStatus.Finished;

    /// <summary>The extracted fields, which a request may correct; null for text recognition or if not finished.</summary>
    public JsonObject? Fields => Status == AiStatus.Finished ? result as JsonObject : null;

    public JsonObject ToWire()
    {
        var status = Status;
        return ToWire(status, status == AiStatus.Finished ? result.DeepClone() : null);
    }

    public static JsonObject ToWire(string status, JsonNode? data) => new() { ["status"] = status, ["data"] = data };
}
