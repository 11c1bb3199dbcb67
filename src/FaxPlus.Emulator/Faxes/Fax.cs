using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>The statuses that the emulator itself uses.</summary>
internal static class FaxStatus
{
    public const string Success = "success";
    public const string InProgress = "in_progress";

    /// <summary>An undocumented status, for tests of clients. The service may also return undocumented statuses.</summary>
    public const string Unheard = "failed_carrier_on_holiday";
}

/// <summary>The record of a received fax, or of a sent fax that has left the outbox.</summary>
internal sealed class Fax
{
    public required string Id { get; init; }

    public required string OwnerId { get; init; }

    public required bool IsOutgoing { get; init; }

    public required string Status { get; set; }

    public required int Pages { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>Whether responses contain the sender's number in another format.</summary>
    public bool IsRespelt { get; init; }

    /// <summary>The time at which the fax becomes visible, according to the machine's clock.</summary>
    public DateTime VisibleFrom { get; init; }

    public bool IsVisible => DateTime.UtcNow >= VisibleFrom;

    public string? Comment { get; set; }

    public bool IsRead { get; set; }

    public bool IsSpam { get; init; }

    public DateTime? SubmitTime { get; init; }

    public DateTime? ScheduledTime { get; init; }

    public required DateTime StartTime { get; init; }

    public required DateTime LastUpdate { get; set; }

    public int? MaxRetry { get; init; }

    public int? RetryDelay { get; init; }

    public JsonObject? CoverPage { get; init; }

    /// <summary>The uploaded files; empty for a received or seeded fax.</summary>
    public IReadOnlyList<UploadedFile> Files { get; init; } = [];

    /// <summary>The text recognition; null if no request has started it.</summary>
    public AiTask? Ocr { get; set; }

    /// <summary>The extraction of the fax's fields; null if no request has started it.</summary>
    public AiTask? Fields { get; set; }

    /// <summary>
    /// The id of the sending session; null if this fax is not a retry. Webhooks contain this id, and the file can be downloaded by this id,
    /// but no list contains the id.
    /// </summary>
    public string? SessionId { get; init; }

    /// <summary>Whether webhooks contain the fax's numbers with spaces and dashes, as in examples of the service.</summary>
    public bool IsFormatted { get; init; }

    /// <summary>
    /// Whether responses contain the fax's numbers as <c>from_number</c> and <c>to_number</c>, the service's other names for these fields.
    /// </summary>
    public bool HasNumberSpelling { get; init; }

    /// <summary>Whether optional fields are null, as in many responses of the service.</summary>
    public bool IsSparse { get; init; }

    /// <summary>Whether the cost details are null and the duration, unless it is null, is a string.</summary>
    public bool IsOdd { get; init; }

    /// <summary>Whether the fax has an undocumented field.</summary>
    public bool HasUnknownField { get; init; }

    public string Category => IsSpam ? "spam" : IsOutgoing ? "sent" : "inbox";

    /// <summary>The time by which lists are ordered and filtered.</summary>
    public DateTime ListTime => SubmitTime ?? StartTime;

    public decimal Cost => IsOutgoing && Status == FaxStatus.Success ? 0.10m * Pages : 0m;

    public int Duration => Status == FaxStatus.Success ? 30 * Pages : 0;

    public string FileName => Files.Count == 1 ? Files[0].FileName : $"{Id}.pdf";

    public JsonObject ToWire()
    {
        var wire = new JsonObject
        {
            ["id"] = Id,
            ["owner_id"] = OwnerId,
            ["status"] = Status,
            ["pages"] = Pages,
            ["comment"] = Comment,
            ["cost"] = Cost,
            ["cost_details"] = Unless(IsOdd, () => new JsonObject { ["multiplier"] = 1, ["notification_cost"] = 0 }),
            ["description"] = Unless(IsSparse, () => Status.Replace('_', ' ')),
            ["direction"] = IsOutgoing ? "outgoing" : "incoming",
            ["duration"] = Unless(IsSparse, () => Duration),
            ["file"] = Unless(IsSparse, () => $"{Id}.tiff"),
            ["file_name"] = Unless(IsSparse, () => FileName),
            [HasNumberSpelling ? "from_number" : "from"] = IsRespelt ? PhoneNumber.Format(From) : From,
            [HasNumberSpelling ? "to_number" : "to"] = To,
            ["header"] = null,
            ["is_read"] = IsRead,
            ["is_spam"] = IsSpam,
            ["last_update"] = Unless(IsSparse, () => Times.ToWire(LastUpdate)),
            ["max_retry"] = MaxRetry,
            ["retry_delay"] = RetryDelay,
            ["scheduled_time"] = Times.ToWire(ScheduledTime),
            ["start_time"] = Times.ToWire(StartTime),
            ["submit_time"] = Times.ToWire(SubmitTime),
        };
        if (CoverPage is not null) wire["cover_page"] = CoverPage.DeepClone();
        if (HasUnknownField) wire["carrier_hint"] = new JsonObject { ["route"] = "A7", ["hops"] = 3 };
        return wire;
    }

    private static JsonNode? Unless(bool left, Func<JsonNode?> value) => left ? null : value();
}
