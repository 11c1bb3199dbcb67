using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Listing;

/// <summary>
/// Lists faxes to the end although the service has no cursor (API reference 3.3): each further page is asked for by
/// the time at the edge of what is known, ids already seen are dropped, and it ends when nothing lies beyond.
/// <para>
/// Neither the order nor whether the bounds count is documented. The order shows in the first page that spans more
/// than one second. The bounds show when the edge is asked for by its own second: if the known record at the edge
/// does not come back, they are exclusive, and from then on the bound is set one second further out. Either way each
/// request covers the second at the edge again, so that no record of that second is lost.
/// </para>
/// <para>
/// A second that fills a whole page cannot be paged through. It is asked for by category, and where that does not show
/// all of it either, a warning says so.
/// </para>
/// </summary>
internal sealed class FaxReader : IPageReader<Fax>
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly string[] s_categories = ["inbox", "sent", "spam"];

    private readonly Transport _transport;
    private readonly FaxQuery _query;
    private readonly FaxFilter _filter;
    private readonly FaxPages _pages;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<DateTimeOffset> _crowded = [];

    // What the service's bounds must be to hold all that is wanted, whether or not they count themselves.
    private readonly DateTimeOffset? _after;
    private readonly DateTimeOffset? _before;

    private Step _step = Step.First;
    private bool? _boundsCount;
    private DateTimeOffset _edge;
    private DateTimeOffset _newest;
    private bool _bothWays;
    private int? _left;

    public FaxReader(Transport transport, FaxQuery query)
    {
        _transport = transport;
        _query = query;
        _filter = new FaxFilter(query);
        _pages = new FaxPages(transport, query.UserId);
        // A bound at the rim of what a time can be is none.
        _after = query.After is DateTimeOffset after && after - DateTimeOffset.MinValue > s_second ? FaxTime.Floor(after) - s_second : null;
        _before = query.Before is DateTimeOffset before && DateTimeOffset.MaxValue - before > s_second + s_second ? FaxTime.Ceiling(before) + s_second : null;
        _left = query.First;
    }

    private enum Step
    {
        /// <summary>Nothing is known yet.</summary>
        First,

        /// <summary>Towards older records.</summary>
        Back,

        /// <summary>Towards newer records.</summary>
        Forward,

        /// <summary>All was read.</summary>
        Done,
    }

    public async Task<IReadOnlyList<Fax>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_query.After >= _query.Before || _left <= 0) _step = Step.Done;
        while (_step != Step.Done)
        {
            IReadOnlyList<Fax> page = _step == Step.First
                ? await FirstAsync(cancellationToken).ConfigureAwait(false)
                : await NextAsync(cancellationToken).ConfigureAwait(false);
            List<Fax> wanted = Take(page);
            if (wanted.Count > 0) return wanted;
        }

        return [];
    }

    /// <summary>The records that are new and wanted.</summary>
    private List<Fax> Take(IReadOnlyList<Fax> page)
    {
        var wanted = new List<Fax>();
        foreach (Fax fax in page)
        {
            if (!_seen.Add(fax.Id ?? "") || !_filter.Takes(fax)) continue;
            wanted.Add(fax);
            if (--_left == 0)
            {
                _step = Step.Done;
                break;
            }
        }

        return wanted;
    }

    private async Task<IReadOnlyList<Fax>> FirstAsync(CancellationToken cancellationToken)
    {
        int limit = _filter.IsOpen && _left < FaxPages.Limit ? _left.Value : FaxPages.Limit;
        IReadOnlyList<Fax> page = await _pages.GetAsync(_query.Category, _after, _before, limit, cancellationToken).ConfigureAwait(false);
        List<DateTimeOffset> times = Times(page);
        if (times.Count == 0)
        {
            if (page.Count >= limit && _left is null or > FaxPages.Limit) WarnOfEnd();
            _step = Step.Done;
            return page;
        }

        int order = times[0].CompareTo(times[times.Count - 1]);
        _bothWays = order == 0 && page.Count >= limit;
        _step = order < 0 ? Step.Forward : Step.Back;
        _newest = times.Max();
        _edge = _step == Step.Back ? times.Min() : _newest;
        return page;
    }

    private async Task<IReadOnlyList<Fax>> NextAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset edge = _edge;
        IReadOnlyList<Fax> page = await FromEdgeAsync(edge, cancellationToken).ConfigureAwait(false);
        List<DateTimeOffset> times = Times(page);
        if (times.Count == 0)
        {
            EndDirection();
            return page;
        }

        DateTimeOffset far = _step == Step.Back ? times.Min() : times.Max();
        if (_step == Step.Back ? far < edge : far > edge)
        {
            _edge = far;
            return page;
        }

        if (page.Count < FaxPages.Limit)
        {
            // All that the service has from here on lies in the second at the edge.
            EndDirection();
            return page;
        }

        if (page.All(fax => _seen.Contains(fax.Id ?? "")) && times.Exists(time => (time - edge).Duration() > s_second))
        {
            WarnOfEnd();
            EndDirection();
            return page;
        }

        // The second at the edge fills the page and hides what lies beyond.
        page = await WholeSecondAsync(page, cancellationToken).ConfigureAwait(false);
        _edge = _step == Step.Back ? edge - s_second : edge + s_second;
        return page;
    }

    /// <summary>The page that begins with the second at the edge; the first call finds out whether bounds count.</summary>
    private async Task<IReadOnlyList<Fax>> FromEdgeAsync(DateTimeOffset edge, CancellationToken cancellationToken)
    {
        if (_boundsCount is bool known) return await BeyondAsync(edge, known, cancellationToken).ConfigureAwait(false);

        IReadOnlyList<Fax> page = await BeyondAsync(edge, boundsCount: true, cancellationToken).ConfigureAwait(false);
        _boundsCount = Times(page).Contains(edge);
        return _boundsCount.Value ? page : await BeyondAsync(edge, boundsCount: false, cancellationToken).ConfigureAwait(false);
    }

    private Task<IReadOnlyList<Fax>> BeyondAsync(DateTimeOffset edge, bool boundsCount, CancellationToken cancellationToken)
    {
        TimeSpan margin = boundsCount ? TimeSpan.Zero : s_second;
        return _step == Step.Back
            ? _pages.GetAsync(_query.Category, _after, edge + margin, FaxPages.Limit, cancellationToken)
            : _pages.GetAsync(_query.Category, edge - margin, _before, FaxPages.Limit, cancellationToken);
    }

    /// <summary>A page that one second fills, with what the categories show of that second besides.</summary>
    private async Task<IReadOnlyList<Fax>> WholeSecondAsync(IReadOnlyList<Fax> page, CancellationToken cancellationToken)
    {
        DateTimeOffset second = _edge;
        TimeSpan margin = _boundsCount == true ? TimeSpan.Zero : s_second;
        var all = new List<Fax>(page);
        bool complete = false;
        if (_query.Category is null)
        {
            complete = true;
            var shown = new HashSet<string>(StringComparer.Ordinal);
            foreach (string category in s_categories)
            {
                IReadOnlyList<Fax> part = await _pages.GetAsync(category, second - margin, second + margin, FaxPages.Limit, cancellationToken).ConfigureAwait(false);
                complete &= part.Count < FaxPages.Limit;
                all.AddRange(part);
                foreach (Fax fax in part) shown.Add(fax.Id ?? "");
            }

            // A record outside the categories means that there may be more of its kind.
            complete &= page.All(fax => shown.Contains(fax.Id ?? ""));
        }

        if (!complete && _crowded.Add(second))
        {
            _transport.Observer.Warning(string.Format(
                CultureInfo.InvariantCulture,
                "At least {0} faxes share the time {1} UTC. The service shows at most {0} of one second{2}: if there are more, they are missing from this list.",
                FaxPages.Limit,
                FaxTime.Format(second),
                _query.Category is null ? " and category" : ""));
        }

        return all;
    }

    /// <summary>The service gives the same page again, or one without times to go on from.</summary>
    private void WarnOfEnd() => _transport.Observer.Warning("The service does not page by time as it should: faxes may be missing from this list.");

    /// <summary>One direction is read to its end. Where the first page did not tell the order, the other one follows.</summary>
    private void EndDirection()
    {
        if (_bothWays && _step == Step.Back)
        {
            _step = Step.Forward;
            _edge = _newest;
        }
        else
        {
            _step = Step.Done;
        }
    }

    private static List<DateTimeOffset> Times(IReadOnlyList<Fax> page) =>
        [.. page.Where(fax => fax.Time is not null).Select(fax => FaxTime.Floor(fax.Time!.Value))];
}
