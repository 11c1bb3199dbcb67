using System;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Reports;

/// <summary>The fields of a fax that a row of the report contains.</summary>
internal sealed class ReportRow(Fax fax)
{
    public DateTimeOffset? Time { get; } = fax.Time;

    public string Direction { get; } = fax.IsOutgoing ? "sent" : string.IsNullOrEmpty(fax.Direction) ? "" : "received";

    public string From { get; } = fax.From ?? "";

    public string To { get; } = fax.To ?? "";

    public int? Pages { get; } = fax.Pages;

    /// <summary>The duration in seconds, rounded.</summary>
    public long? Seconds { get; } = fax.Duration is TimeSpan duration ? (long)Math.Round(duration.TotalSeconds) : null;

    public decimal? Cost { get; } = fax.Cost;

    public string Status { get; } = fax.Status ?? "";

    public string Comment { get; } = fax.Comment ?? "";

    public string Id { get; } = fax.Id ?? "";
}
