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
/// Neither the order is documented, nor whether the bounds count, nor for which time. The order shows in the first page that
/// spans more than one second. The bounds show when the edge is asked for by its own second: if the known record at the
/// edge does not come back, they are exclusive, and from then on the bound is set one second further out; if it does not
/// come back then either, the window is on the start time. Either way each request covers the second at the edge again,
/// so that no record of that second is lost.
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
    private readonly bool _warns;
    private readonly FaxQuery _query;
    private readonly FaxFilter _filter;
    private readonly FaxPages _pages;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<DateTimeOffset> _crowded = [];

    // What the service's bounds must be to hold all that is wanted, whether or not they count themselves.
    private readonly DateTimeOffset? _after;
    private readonly DateTimeOffset? _before;

    private Func<Fax, DateTimeOffset?> _time = static fax => fax.Time;
    private Step _step = Step.First;
    private bool? _boundsCount;
    private IReadOnlyList<Fax> _known = [];
    private DateTimeOffset _edge;
    private DateTimeOffset _newest;
    private bool _bothWays;
    private bool _byStartTime;
    private int? _left;
    private bool _mayEndEarly;

    /// <param name="transport">The way to the service.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="warns">Whether what may be missing is a warning. Without it, <see cref="MayLack"/> is to be asked.</param>
    public FaxReader(Transport transport, FaxQuery query, bool warns = true)
    {
        _transport = transport;
        _warns = warns;
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

    /// <summary>Whether the service may have kept back records between two times, which are whole seconds.</summary>
    public bool MayLack(DateTimeOffset from, DateTimeOffset to) => _mayEndEarly || _crowded.Any(second => second >= from && second <= to);

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
        _known = page;
        return page;
    }

    private async Task<IReadOnlyList<Fax>> NextAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Fax> page = await FromEdgeAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset edge = _edge;
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

        if (page.All(fax => _seen.Contains(fax.Id ?? "")) && times.Exists(time => IsOutside(time, edge)))
        {
            if (GoByStartTime()) return page;
            WarnOfEnd();
            EndDirection();
            return page;
        }

        // The second at the edge fills the page and hides what lies beyond.
        page = await WholeSecondAsync(page, cancellationToken).ConfigureAwait(false);
        _edge = _step == Step.Back ? edge - s_second : edge + s_second;
        return page;
    }

    /// <summary>The page that begins with the second at the edge. The first call finds out whether bounds count, and for which time.</summary>
    private async Task<IReadOnlyList<Fax>> FromEdgeAsync(CancellationToken cancellationToken)
    {
        if (_boundsCount is bool found) return await BeyondAsync(found, cancellationToken).ConfigureAwait(false);

        IReadOnlyList<Fax> page = [];
        foreach (bool boundsCount in new[] { true, false })
        {
            page = await BeyondAsync(boundsCount, cancellationToken).ConfigureAwait(false);
            if (!ComesBack(page)) continue;
            _boundsCount = boundsCount;
            return page;
        }

        // What lies at the edge does not come back in any window around it: on the way back, the window is on another time. A fax
        // starts after it was handed in, so that on the way forward it would come back all the same.
        if (_step == Step.Back && GoByStartTime()) return await FromEdgeAsync(cancellationToken).ConfigureAwait(false);

        // Deleted meanwhile, then. With the wider bounds nothing is lost either way.
        _boundsCount = false;
        return page;
    }

    /// <summary>Goes on by the start time, with what is known by now; false where that was done already.</summary>
    private bool GoByStartTime()
    {
        if (_byStartTime) return false;
        _byStartTime = true;
        _boundsCount = null;
        _time = static fax => fax.StartTime ?? fax.Time;
        List<DateTimeOffset> times = Times(_known);
        _edge = _step == Step.Back ? times.Min() : times.Max();
        return true;
    }

    /// <summary>Whether a page holds a record that is known to lie at the edge.</summary>
    private bool ComesBack(IReadOnlyList<Fax> page)
    {
        var atEdge = new HashSet<string?>(_known.Where(fax => _time(fax) is DateTimeOffset time && FaxTime.Floor(time) == _edge).Select(fax => fax.Id), StringComparer.Ordinal);
        return page.Any(fax => atEdge.Contains(fax.Id));
    }

    private Task<IReadOnlyList<Fax>> BeyondAsync(bool boundsCount, CancellationToken cancellationToken)
    {
        TimeSpan margin = boundsCount ? TimeSpan.Zero : s_second;
        return _step == Step.Back
            ? _pages.GetAsync(_query.Category, _after, _edge + margin, FaxPages.Limit, cancellationToken)
            : _pages.GetAsync(_query.Category, _edge - margin, _before, FaxPages.Limit, cancellationToken);
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

        if (!complete && _crowded.Add(second) && _warns)
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

    /// <summary>Whether a time lies where the page's own window does not reach.</summary>
    private bool IsOutside(DateTimeOffset time, DateTimeOffset edge)
    {
        TimeSpan margin = _boundsCount == true ? TimeSpan.Zero : s_second;
        return _step == Step.Back ? time > edge + margin : time < edge - margin;
    }

    /// <summary>The service gives the same page again, or one without times to go on from.</summary>
    private void WarnOfEnd()
    {
        _mayEndEarly = true;
        if (_warns) _transport.Observer.Warning("The service does not page by time as it should: faxes may be missing from this list.");
    }

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

    private List<DateTimeOffset> Times(IReadOnlyList<Fax> page) =>
        [.. page.Select(_time).Where(time => time is not null).Select(time => FaxTime.Floor(time!.Value))];
}
