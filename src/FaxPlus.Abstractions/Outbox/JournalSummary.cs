using System;

namespace FaxPlus;

/// <summary>The progress of a run, without its items.</summary>
public sealed class JournalSummary
{
    /// <summary>The path or the address of the journal.</summary>
    public string Journal { get; set; } = "";

    /// <summary>The number of items that have been started, including finished items.</summary>
    public long Count { get; set; }

    /// <summary>The number of items whose fax the service has.</summary>
    public long Sent { get; set; }

    /// <summary>The number of items whose fax the service does not have.</summary>
    public long Failed { get; set; }

    /// <summary>The number of items in doubt, for which it is not proved whether the service has the fax.</summary>
    public long InDoubt { get; set; }

    /// <summary>The number of items that are being sent.</summary>
    public long Sending { get; set; }

    /// <summary>The number of runs that currently use the journal.</summary>
    public int Workers { get; set; }

    /// <summary>The number of items that all workers together finish per minute; null if unknown.</summary>
    public double? PerMinute { get; set; }

    /// <summary>The expected number of items; null if unknown.</summary>
    public long? Expected { get; set; }

    /// <summary>The estimated time until all items are finished; null if unknown.</summary>
    public TimeSpan? TimeLeft { get; set; }

    /// <summary>The time at which the items were counted, UTC.</summary>
    public DateTimeOffset Time { get; set; }

    /// <summary>For messages: the journal and the counts.</summary>
    public override string ToString() =>
        PrintableText.Of($"{Journal}: {Sent} sent, {Failed} failed, {InDoubt} in doubt, {Sending} in flight");

    /// <summary>Computes <see cref="Count"/> and <see cref="TimeLeft"/> from the other properties.</summary>
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
