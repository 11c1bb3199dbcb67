using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Listing;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// Reads the faxes since a specified time, oldest first, regardless of the order in which the service lists them. The first window is the
/// complete period. If the window contains too many faxes to keep in memory, the period is divided into smaller windows, which are read
/// consecutively.
/// </summary>
internal sealed class FaxWindows(ApiClient api, ReceiveOptions options, IReadOnlyList<string> categories, DateTimeOffset from)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private DateTimeOffset _from = from;
    private DateTimeOffset? _to;
    private DateTimeOffset _newest;
    private bool _done;

    /// <summary>Reads the faxes of the next window. The list may be empty. Returns null after the last window.</summary>
    public async Task<IReadOnlyList<Fax>?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_done)
        {
            // A window of one second cannot be divided further.
            int most = _to - _from <= s_second ? int.MaxValue : options.MostAtATime;
            List<Fax> faxes = await ReadAsync(most, cancellationToken).ConfigureAwait(false);
            foreach (Fax fax in faxes.Where(fax => fax.Time > _newest)) _newest = fax.Time!.Value;
            if (faxes.Count > most)
            {
                Narrow();
                continue;
            }

            Advance(faxes.Count);
            return [.. faxes.OrderBy(fax => fax.Time ?? DateTimeOffset.MinValue).ThenBy(fax => fax.Id, StringComparer.Ordinal)];
        }

        return null;
    }

    /// <summary>
    /// Reads the faxes of the window. If the window contains more faxes than the maximum, the method stops early; the result then contains
    /// more faxes than the maximum, but not all of them.
    /// </summary>
    private async Task<List<Fax>> ReadAsync(int most, CancellationToken cancellationToken)
    {
        var faxes = new List<Fax>();
        // A fax that is moved to another category between two requests may be listed in both categories.
        var ids = new HashSet<string?>(StringComparer.Ordinal);
        foreach (string category in categories)
        {
            var reader = new FaxReader(api, new FaxQuery { UserId = options.UserId, Category = category, After = _from, Before = _to });
            while (faxes.Count <= most && await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
            {
                faxes.AddRange(page.Where(fax => ids.Add(fax.Id)));
            }
        }

        return faxes;
    }

    private void Narrow()
    {
        DateTimeOffset start = FaxTime.Floor(_from);
        TimeSpan width = (_to ?? _newest) - start;
        long seconds = Math.Max(1, (long)(width.TotalSeconds / 4));
        _to = start.AddSeconds(seconds);
    }

    private void Advance(int count)
    {
        if (_to is not DateTimeOffset to)
        {
            _done = true;
            return;
        }

        TimeSpan width = to - FaxTime.Floor(_from);
        if (count < options.MostAtATime / 2) width += width;
        _from = to;
        _to = _newest - to > width ? to + width : null;
    }
}
