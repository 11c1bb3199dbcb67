using System;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>The states of a reading by Fax AI.</summary>
internal static class AiStatus
{
    public const string NotRequested = "not_requested";
    public const string Pending = "pending";
    public const string Finished = "finished";
    public const string Failed = "failed";
    public const string Filtered = "content_filtering_policy";
}

/// <summary>A reading of a fax: what it will have come to once it is ready.</summary>
internal sealed class AiTask(string outcome, JsonNode result, DateTime ready)
{
    public string Status => DateTime.UtcNow < ready ? AiStatus.Pending : outcome;

    /// <summary>Whether there is no point in starting it again.</summary>
    public bool IsOfUse => Status is AiStatus.Pending or AiStatus.Finished;

    /// <summary>The fields that were found, to be corrected in place; nothing unless they are ready.</summary>
    public JsonObject? Fields => Status == AiStatus.Finished ? result as JsonObject : null;

    public JsonObject ToWire()
    {
        var status = Status;
        return ToWire(status, status == AiStatus.Finished ? result.DeepClone() : null);
    }

    public static JsonObject ToWire(string status, JsonNode? data) => new() { ["status"] = status, ["data"] = data };
}
