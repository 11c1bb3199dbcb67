using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// What was received. Faxes before <see cref="From"/> are done with; of those since then, the ids tell. It follows the newest
/// fax at the distance of the look-back, so that it stays small however many faxes come.
/// </summary>
internal sealed class Checkpoint
{
    public const string FormatName = "FaxPlus.Checkpoint";
    public const int NewestVersion = 1;

    public string? Format { get; set; }

    public int Version { get; set; }

    /// <summary>The address of the API.</summary>
    public string? Service { get; set; }

    /// <summary>The uid of the account; null where the token may not read it, and in checkpoints of older versions.</summary>
    public string? Account { get; set; }

    public string? User { get; set; }

    public string[]? Category { get; set; }

    /// <summary>Nothing earlier is looked at any more.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>The ids of the faxes since then that were received, with their times.</summary>
    public Dictionary<string, DateTimeOffset>? Taken { get; set; }

    /// <summary>The ids of the received faxes that have no time, with when the service last showed them: they say nothing of how far receiving has come.</summary>
    public Dictionary<string, DateTimeOffset>? Timeless { get; set; }

    /// <summary>The ids of those that are to be marked as read yet.</summary>
    public List<string>? Unmarked { get; set; }

    public bool Knows(Fax fax, DateTimeOffset now)
    {
        bool isKnown = Taken!.ContainsKey(fax.Id!);
        if (!Timeless!.ContainsKey(fax.Id!) && !(isKnown && fax.Time is null)) return isKnown;

        // Remembered for as long as the service shows it.
        Timeless[fax.Id!] = now;
        return true;
    }

    public void Remember(Fax fax, DateTimeOffset now)
    {
        if (fax.Time is DateTimeOffset time) Taken![fax.Id!] = time;
        else Timeless![fax.Id!] = now;
    }

    /// <summary>Lets go of what lies behind the look-back.</summary>
    /// <param name="lookBack">The distance to the newest fax.</param>
    /// <param name="now">What time it is at the service: a fax dated in the future must not hide those that come until then.</param>
    /// <param name="earliest">A time that is still needed, or null.</param>
    public void Advance(TimeSpan lookBack, DateTimeOffset now, DateTimeOffset? earliest)
    {
        if (Taken!.Count == 0) return;
        DateTimeOffset from = Earlier(Taken.Values.Max(), now);
        from = from - DateTimeOffset.MinValue > lookBack ? from - lookBack : DateTimeOffset.MinValue;
        if (earliest is DateTimeOffset needed) from = Earlier(from, needed);
        from = FaxTime.Floor(from);
        if (from <= From) return;
        From = from;
        foreach (Dictionary<string, DateTimeOffset> ids in new[] { Taken, Timeless! })
        {
            foreach (string id in ids.Where(item => item.Value < from).Select(item => item.Key).ToArray()) ids.Remove(id);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
