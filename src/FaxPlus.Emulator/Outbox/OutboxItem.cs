using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace FaxPlus.Emulator;

/// <summary>An outgoing fax to one destination that was submitted and has not been sent yet.</summary>
internal sealed class OutboxItem
{
    private readonly List<(DateTime At, string Status)> _statusChanges = [];

    public string Id { get; } = Ids.NewOutboxId();

    public required string Uid { get; init; }

    /// <summary>The number to send from; null for <c>no_number</c>.</summary>
    public required string? From { get; init; }

    /// <summary>The number to send from, unchanged from the request.</summary>
    public required string DesignatedFrom { get; init; }

    /// <summary>The destination, in the format that responses contain.</summary>
    public required string To { get; init; }

    /// <summary>Whether responses contain the sender's number in another format.</summary>
    public bool IsRespelt { get; init; }

    public required DateTime SubmitTime { get; init; }

    /// <summary>The time at which the item becomes visible. The real service does not show new items immediately.</summary>
    public required DateTime VisibleFrom { get; init; }

    public DateTime? SendTime { get; init; }

    public required int Pages { get; init; }

    public IReadOnlyList<UploadedFile> Files { get; init; } = [];

    public string CommentText { get; set; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool Enhancement { get; init; } = true;

    public int RetryCount { get; init; }

    public int RetryDelay { get; init; }

    public JsonObject? CoverPage { get; init; }

    /// <summary>The source of the token that stops sending the item when the item is cancelled or the state is reset.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    public bool IsVisible => DateTime.UtcNow >= VisibleFrom;

    public string Status => _statusChanges[^1].Status;

    public void Enter(string status, DateTime at) => _statusChanges.Add((at, status));

    public JsonObject ToWire() => new()
    {
        ["id"] = Id,
        ["uid"] = Uid,
        ["status"] = Status,
        ["comment"] = new JsonObject { ["text"] = CommentText, ["tags"] = Strings(Tags) },
        ["contact_name"] = null,
        ["designated_src"] = DesignatedFrom,
        ["extra_info"] = null,
        ["file_changes"] = new JsonArray(new JsonObject
        {
            ["at"] = Times.ToWire(SubmitTime),
            ["files"] = new JsonArray([.. Files.Select(f => new JsonObject
            {
                ["file_name"] = f.FileName,
                ["mime_type"] = f.MimeType,
                ["size"] = f.Length,
            })]),
        }),
        ["files"] = Strings(Files.Select(f => f.Path)),
        ["initiated_from"] = new JsonObject { ["from_id"] = Uid, ["type"] = "api" },
        ["ip"] = "127.0.0.1",
        ["last_updated_status_time"] = Times.ToWire(_statusChanges[^1].At),
        ["options"] = new JsonObject
        {
            ["enhancement"] = Enhancement,
            ["retry"] = new JsonObject { ["count"] = RetryCount, ["delay"] = RetryDelay },
        },
        ["page_count"] = Pages,
        ["retry"] = new JsonObject { ["count"] = RetryCount, ["delay"] = RetryDelay },
        ["send_time"] = SendTime is { } time ? Times.ToZonedWire(time) : null,
        ["should_enhance"] = Enhancement,
        ["src"] = IsRespelt ? PhoneNumber.Format(From) : From,
        ["status_changes"] = new JsonArray([.. _statusChanges.Select(c => new JsonObject
        {
            ["at"] = Times.ToWire(c.At),
            ["status"] = c.Status,
        })]),
        ["submit_time"] = Times.ToZonedWire(SubmitTime),
        ["to"] = Strings([To]),
        ["cover_page"] = CoverPage?.DeepClone(),
    };

    /// <summary>Creates the fax record of the item.</summary>
    public Fax ToFax(string status, DateTime now, EmulatorOptions options) => new()
    {
        Id = options.SameId ? Id : Ids.NewFaxId(),
        OwnerId = Uid,
        IsOutgoing = true,
        Status = status,
        Pages = Pages,
        From = From,
        IsRespelt = IsRespelt,
        To = To,
        Comment = options.KeepComments ? CommentText : "",
        IsRead = true,
        SubmitTime = SubmitTime,
        ScheduledTime = SendTime,
        StartTime = now,
        LastUpdate = now,
        VisibleFrom = DateTime.UtcNow.AddSeconds(options.GapSeconds),
        MaxRetry = RetryCount,
        RetryDelay = RetryDelay,
        CoverPage = CoverPage,
        Files = Files,
        SessionId = MagicNumbers.IsRetried(To) ? Ids.NewFaxId() : null,
        IsFormatted = MagicNumbers.IsFormatted(To),
        HasNumberSpelling = MagicNumbers.HasNumberSpelling(To),
    };

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}
