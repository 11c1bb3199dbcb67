using System;

namespace FaxPlus;

/// <summary>The progress of a run, without its items.</summary>
public sealed class JournalSummary
{
    /// <summary>The journal: a path or an address.</summary>
    public string Journal { get; set; } = "";

    /// <summary>The number of items that were begun.</summary>
    public long Count { get; set; }

    /// <summary>The number of items that the service has.</summary>
    public long Sent { get; set; }

    /// <summary>The number of items that the service does not have.</summary>
    public long Failed { get; set; }

    /// <summary>The number of items in doubt: it is not known whether the service has them.</summary>
    public long InDoubt { get; set; }

    /// <summary>The number of items that are being sent.</summary>
    public long Sending { get; set; }

    /// <summary>The number of runs that use the journal now.</summary>
    public int Workers { get; set; }

    /// <summary>The number of items that these runs finish per minute; null if it is not known.</summary>
    public double? PerMinute { get; set; }

    /// <summary>The expected number of items; null if it is not known.</summary>
    public long? Expected { get; set; }

    /// <summary>The time in which the remaining items end at this rate; null if it is not known.</summary>
    public TimeSpan? TimeLeft { get; set; }

    /// <summary>The time of the counts, UTC.</summary>
    public DateTimeOffset Time { get; set; }

    /// <summary>The journal and the counts, for messages.</summary>
    public override string ToString() =>
        PrintableText.Of($"{Journal}: {Sent} sent, {Failed} failed, {InDoubt} in doubt, {Sending} under way");

    /// <summary>Computes the derived values.</summary>
    internal JournalSummary Complete()
    {
        Count = Sent + Failed + InDoubt + Sending;
        if (Expected is long expected && PerMinute is double rate && rate > 0)
        {
            TimeLeft = TimeSpan.FromMinutes(
                Math.Min(Math.Max(0, expected - Sent - Failed - InDoubt) / rate, TimeSpan.MaxValue.TotalMinutes / 2));
        }

        return this;
    }
}
