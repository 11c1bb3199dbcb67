using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace FaxPlus.Client.Json;

// The wrappers around lists differ (API reference 5.1), and so do requests from records. A list may be null; without one,
// the answer is somebody else's, and must not be taken for an empty list.

internal sealed class FaxList
{
    [JsonRequired]
    public FaxRecords? Data { get; set; }
}

internal sealed class FaxRecords
{
    [JsonRequired]
    public List<Fax>? Records { get; set; }
}

internal sealed class OutboxList
{
    [JsonRequired]
    public List<OutboxFax>? Records { get; set; }
}

internal sealed class NumberList
{
    [JsonRequired]
    public List<FaxNumber>? Numbers { get; set; }
}

internal sealed class UploadAnswer
{
    public string? Path { get; set; }
}

internal sealed class SendAnswer
{
    public Dictionary<string, string>? Ids { get; set; }
}

internal sealed class SendBody
{
    public string? From { get; set; }

    public IReadOnlyList<string>? To { get; set; }

    public IReadOnlyList<string>? Files { get; set; }

    public string? FromFax { get; set; }

    public CommentBody? Comment { get; set; }

    public SendOptions? Options { get; set; }

    public string? SendTime { get; set; }

    public bool ReturnIds { get; set; }

    public CoverPage? CoverPage { get; set; }
}

internal sealed class CommentBody
{
    public string? Text { get; set; }

    public string[] Tags { get; set; } = [];
}

internal sealed class SendOptions
{
    public bool Enhancement { get; set; }

    public FaxRetry? Retry { get; set; }
}

internal sealed class FaxUpdateBody
{
    public string Comment { get; set; } = "";

    public bool IsRead { get; set; }
}

internal sealed class OutboxUpdateBody
{
    public string Comment { get; set; } = "";
}

internal sealed class HookList
{
    [JsonRequired]
    public List<Webhook>? Data { get; set; }
}

internal sealed class HookBody
{
    public string Target { get; set; } = "";

    public string Event { get; set; } = "";

    public IReadOnlyList<string>? Numbers { get; set; }
}

internal sealed class HookAnswer
{
    public string? Id { get; set; }
}

/// <summary>What a webhook is told.</summary>
internal sealed class WebhookBody
{
    public WebhookHook? Hook { get; set; }

    public WebhookEvent? Data { get; set; }
}

internal sealed class WebhookHook
{
    public string? Id { get; set; }

    public string? Event { get; set; }

    public DateTimeOffset? EventTime { get; set; }

    public string? Target { get; set; }
}

/// <summary>The WebhookData object of Azure Automation.</summary>
internal sealed class AutomationData
{
    [JsonPropertyName("RequestBody")]
    public string? RequestBody { get; set; }

    [JsonPropertyName("RequestHeader")]
    public Dictionary<string, string>? RequestHeader { get; set; }
}
