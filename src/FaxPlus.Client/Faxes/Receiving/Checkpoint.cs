using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// The state of a receiver. Faxes before <see cref="From"/> are not read again; later faxes that were already received are identified by
/// the stored ids. <see cref="From"/> is usually the time of the newest received fax minus the look-back, so that only the ids of recent
/// faxes are stored.
/// </summary>
internal sealed class Checkpoint
{
    public const string FormatName = "FaxPlus.Checkpoint";
    public const int NewestVersion = 1;

    public string? Format { get; set; }

    public int Version { get; set; }

    /// <summary>The address of the API.</summary>
    public string? Service { get; set; }

    /// <summary>The uid of the account; null if the token may not read the account, and in checkpoints of older versions.</summary>
    public string? Account { get; set; }

    public string? User { get; set; }

    public string[]? Category { get; set; }

    /// <summary>Faxes before this time are not read again.</summary>
    public DateTimeOffset From { get; set; }

    /// <summary>The ids and times of the received faxes whose time is not before <see cref="From"/>.</summary>
    public Dictionary<string, DateTimeOffset>? Taken { get; set; }

    /// <summary>
    /// The ids of the received faxes that have no time, and the time when the service last returned each of these faxes. These faxes do not
    /// affect <see cref="From"/>.
    /// </summary>
    public Dictionary<string, DateTimeOffset>? Timeless { get; set; }

    /// <summary>The ids of the received faxes that are not yet marked as read.</summary>
    public List<string>? Unmarked { get; set; }

    public bool Knows(Fax fax, DateTimeOffset now)
    {
        bool isKnown = Taken!.ContainsKey(fax.Id!);
        if (!Timeless!.ContainsKey(fax.Id!) && !(isKnown && fax.Time is null)) return isKnown;

        // The time is updated, so that the id is not removed while the service still returns the fax.
        Timeless[fax.Id!] = now;
        return true;
    }

    public void Remember(Fax fax, DateTimeOffset now)
    {
        if (fax.Time is DateTimeOffset time) Taken![fax.Id!] = time;
        else Timeless![fax.Id!] = now;
    }

    /// <summary>Moves <see cref="From"/> forward, and removes the ids of faxes before the new <see cref="From"/>.</summary>
    /// <param name="lookBack">The time between <see cref="From"/> and the newest fax.</param>
    /// <param name="now">
    /// The service's time, which limits <see cref="From"/>, so that a fax with a time in the future does not hide faxes that arrive before
    /// that time.
    /// </param>
    /// <param name="earliest">The time beyond which <see cref="From"/> is not moved; null for no limit.</param>
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
