using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Reports;

/// <summary>The statistics of a report.</summary>
internal sealed class FaxStatistics(TimeZoneInfo zone)
{
    public Traffic Total { get; } = new();

    /// <summary>The totals by day in the report's time zone, without the faxes that have no time.</summary>
    public SortedDictionary<DateTime, Traffic> Days { get; } = [];

    /// <summary>The totals by the account's own number, which is the sender of a sent fax and the receiver of a received fax.</summary>
    public Dictionary<string, Traffic> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>The totals of sent faxes by destination.</summary>
    public Dictionary<string, Tally> Destinations { get; } = new(StringComparer.Ordinal);

    /// <summary>The totals of faxes that were not transmitted completely, by status.</summary>
    public Dictionary<string, Traffic> Reasons { get; } = new(StringComparer.OrdinalIgnoreCase);

    public int WithoutTime { get; private set; }

    public int WithoutDirection { get; private set; }

    public void Add(Fax fax)
    {
        FaxOutcome outcome = Outcomes.Of(fax.Status);
        Total[fax.IsOutgoing].Add(fax, outcome);
        if (string.IsNullOrEmpty(fax.Direction)) WithoutDirection++;
        if (fax.Time is DateTimeOffset time) Of(Days, TimeZoneInfo.ConvertTime(time, zone).Date)[fax.IsOutgoing].Add(fax, outcome);
        else WithoutTime++;
        if (Number(fax.IsOutgoing ? fax.From : fax.To) is { } own) Of(Numbers, own)[fax.IsOutgoing].Add(fax, outcome);
        if (fax.IsOutgoing && Number(fax.To) is { } destination) Of(Destinations, destination).Add(fax, outcome);
        if (outcome is FaxOutcome.Failed or FaxOutcome.InPart) Of(Reasons, fax.Status!)[fax.IsOutgoing].Add(fax, outcome);
    }

    private static string? Number(string? number) => string.IsNullOrWhiteSpace(number) ? null : PhoneNumber.Normalize(number!);

    private static TValue Of<TKey, TValue>(IDictionary<TKey, TValue> all, TKey key) where TValue : new()
    {
        if (!all.TryGetValue(key, out TValue? value)) all[key] = value = new TValue();
        return value;
    }
}
