using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// Lists faxes to the end although the service has no cursor (API reference 3.3): each further page is asked for by
/// the time at the edge of what is known, ids already seen are dropped, and it ends when nothing lies beyond.
/// <para>
/// Neither the order is documented, nor whether the bounds count, nor for which time. The order shows in the first page that
/// spans more than one second. The bounds show when the edge is asked for by its own second: if a known record at the
/// edge does not come back, they are exclusive, or the service keeps fractions of a second that it does not show, and from then on the bound is set one second
/// further out. That is tried at every page, since only some records have a fraction. Either way each request covers the second at the edge again, so that no record of that second is lost.
/// </para>
/// <para>
/// The time may be that of handing in or that of the start. As long as no page has refuted one of the two, the edge is that of the
/// one by which less is known, so that nothing lies between the pages by either. A service that refutes both may keep faxes back; a
/// warning says so.
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

    private readonly ApiClient _api;
    private readonly bool _warns;
    private readonly FaxQuery _query;
    private readonly FaxFilter _filter;
    private readonly FaxPages _pages;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<DateTimeOffset> _crowded = [];

    // What the service's bounds must be to hold all that is wanted, whether or not they count themselves.
    private readonly DateTimeOffset? _after;
    private readonly DateTimeOffset? _before;

    private readonly FaxOrder _byTime = new(static fax => fax.Time);
    private readonly FaxOrder _byStart = new(static fax => fax.StartTime);
    private Step _step = Step.First;
    private bool? _boundsCount;

    // How many records fill a page: fewer than asked for, where the service has shown so.
    private int _fill = FaxPages.Limit;
    private IReadOnlyList<Fax> _first = [];
    private IReadOnlyList<Fax> _known = [];
    private bool _bothWays;
    private int? _left;
    private bool _gave;
    private bool _mayEndEarly;

    /// <param name="api">The way to the service.</param>
    /// <param name="query">What is wanted.</param>
    /// <param name="warns">Whether what may be missing is a warning. Without it, <see cref="MayLack"/> is to be asked.</param>
    public FaxReader(ApiClient api, FaxQuery query, bool warns = true)
    {
        _api = api;
        _warns = warns;
        _query = query;
        _filter = new FaxFilter(query);
        _pages = new FaxPages(api, query.UserId);
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
            if (wanted.Count == 0) continue;
            _gave = true;
            return wanted;
        }

        if (!_gave) WarnOfStatus();
        return [];
    }

    /// <summary>Whether the service may have kept back records between two times, which are whole seconds.</summary>
    public bool MayLack(DateTimeOffset from, DateTimeOffset to) => _mayEndEarly || _crowded.Any(second => second >= from && (second <= to || _byTime.IsRefuted));

    /// <summary>The records that are new and wanted.</summary>
    private List<Fax> Take(IReadOnlyList<Fax> page)
    {
        var wanted = new List<Fax>();
        foreach (Fax fax in page)
        {
            if (!_seen.Add(KeyOf(fax)) || !_filter.Takes(fax)) continue;
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
        if (!HasTimes(page))
        {
            if (page.Count >= limit && _left is null or > FaxPages.Limit) WarnOfEnd();
            _step = Step.Done;
            return page;
        }

        _first = page;
        Try(page, null, null);
        Extend(page);
        // Where the orders tell two things, or nothing, the list may go on at either end.
        bool forward = Orders.All(order => order.Direction > 0);
        _bothWays |= page.Count >= limit && !forward && !Orders.All(order => order.Direction < 0);
        _step = forward ? Step.Forward : Step.Back;
        return page;
    }

    private async Task<IReadOnlyList<Fax>> NextAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset edge = Edge;
        IReadOnlyList<Fax> page = await FromEdgeAsync(edge, cancellationToken).ConfigureAwait(false);
        if (!HasTimes(page))
        {
            EndDirection();
            return page;
        }

        bool brings = page.Any(fax => !_seen.Contains(KeyOf(fax)));
        // A page that was not the last one was full. Newer faxes may have come meanwhile.
        if (_step == Step.Back && _known.Count > 0 && page.Any(fax => !_seen.Contains(KeyOf(fax)) && Orders.All(order => order.TimeOf(fax) < edge))) _fill = Math.Min(_fill, _known.Count);
        Try(page, edge);
        Extend(page);
        if (IsBeyond(Edge, edge)) return page;

        if (page.Count < _fill || (_mayEndEarly && !brings))
        {
            // All that the service has from here on lies in the second at the edge; or it goes round in circles.
            EndDirection();
            return page;
        }

        if (_mayEndEarly) return page;

        // By the other order the list may be known further, and this one be refuted there.
        DateTimeOffset further = FurtherEdge;
        if (IsBeyond(further, edge))
        {
            IReadOnlyList<Fax> beyond = await BeyondAsync(further, cancellationToken).ConfigureAwait(false);
            Try(beyond, further);
            if (IsBeyond(Edge, edge))
            {
                page = [.. page, .. beyond];
                Extend(page);
                return page;
            }
        }

        // The second at the edge fills the page and hides what lies beyond.
        page = await WholeSecondAsync(edge, page, cancellationToken).ConfigureAwait(false);
        foreach (FaxOrder order in Orders) order.Extend(_step == Step.Back ? edge - s_second : edge + s_second);
        return page;
    }

    /// <summary>The orders that the service may have; both where it has neither.</summary>
    private IReadOnlyList<FaxOrder> Orders => _byTime.IsRefuted == _byStart.IsRefuted ? [_byTime, _byStart] : _byTime.IsRefuted ? [_byStart] : [_byTime];

    /// <summary>How far the list is known by any of the orders.</summary>
    private DateTimeOffset Edge => _step == Step.Back ? Orders.Max(order => order.Oldest) : Orders.Min(order => order.Newest);

    private DateTimeOffset FurtherEdge => _step == Step.Back ? Orders.Min(order => order.Oldest) : Orders.Max(order => order.Newest);

    /// <summary>How far beyond a time a bound is set, so that the window holds it.</summary>
    private TimeSpan Margin => _boundsCount == true ? TimeSpan.Zero : s_second;

    private bool IsBeyond(DateTimeOffset time, DateTimeOffset edge) => _step == Step.Back ? time < edge : time > edge;

    private bool HasTimes(IReadOnlyList<Fax> page) => page.Any(fax => fax.Time is not null);

    private void Try(IReadOnlyList<Fax> page, DateTimeOffset edge)
    {
        if (_step == Step.Back) Try(page, null, edge + Margin);
        else Try(page, edge - Margin, null);
    }

    private void Try(IReadOnlyList<Fax> page, DateTimeOffset? after, DateTimeOffset? before)
    {
        foreach (FaxOrder order in Orders) order.Try(page, after, before);
        if (!_byTime.IsRefuted || !_byStart.IsRefuted || _mayEndEarly || page.Count < _fill) return;
        _bothWays = true;
        WarnOfEnd();
    }

    private void Extend(IReadOnlyList<Fax> page)
    {
        foreach (FaxOrder order in new[] { _byTime, _byStart }) order.Extend(page);
        _known = page;
    }

    /// <summary>The page that begins with the second at the edge. Each call that can tell finds out whether the bound counts for all that is known there.</summary>
    private async Task<IReadOnlyList<Fax>> FromEdgeAsync(DateTimeOffset edge, CancellationToken cancellationToken)
    {
        // Those that lie there whatever the order is.
        var atEdge = new HashSet<string>(_known.Where(fax => Orders.All(order => order.TimeOf(fax) == edge)).Select(KeyOf), StringComparer.Ordinal);
        string[] all = [.. atEdge];
        if (_boundsCount != false && atEdge.Count > 0)
        {
            _boundsCount = true;
            IReadOnlyList<Fax> page = await BeyondAsync(edge, cancellationToken).ConfigureAwait(false);
            int known = atEdge.Count;
            atEdge.ExceptWith(page.Select(KeyOf));
            // A page that ends within the second at the edge need not show all of it.
            if (atEdge.Count == 0 || (!ShowsEdge(page, edge) && atEdge.Count < known)) return page;

            // Or they were deleted meanwhile: with the wider bounds nothing is lost either way.
            _boundsCount = false;
        }

        IReadOnlyList<Fax> wide = await BeyondAsync(edge, cancellationToken).ConfigureAwait(false);
        // What is known there does not come back with any bounds: it was deleted meanwhile, or the times that the service shows are not those by which it pages.
        if (all.Length > 0 && !_mayEndEarly && ShowsEdge(wide, edge) && !wide.Any(fax => all.Contains(KeyOf(fax))) && !await ShowsBeforeAsync(edge, cancellationToken).ConfigureAwait(false)) WarnOfEnd();
        return wide;
    }

    /// <summary>Whether what is known next to the edge comes back when it is asked for by its time.</summary>
    private async Task<bool> ShowsBeforeAsync(DateTimeOffset edge, CancellationToken cancellationToken)
    {
        Fax[] inside = [.. _known.Where(fax => Orders.All(order => order.TimeOf(fax) is DateTimeOffset time && IsBeyond(edge, time))).OrderBy(fax => Math.Abs((Orders[0].TimeOf(fax)!.Value - edge).Ticks))];
        if (inside.Length == 0) return true;
        IReadOnlyList<Fax> page = await BeyondAsync(Orders[0].TimeOf(inside[0])!.Value, cancellationToken).ConfigureAwait(false);
        return page.Any(fax => KeyOf(fax) == KeyOf(inside[0]));
    }

    /// <summary>Whether a page shows all that lies in the second at the edge.</summary>
    private bool ShowsEdge(IReadOnlyList<Fax> page, DateTimeOffset edge) =>
        page.Count < _fill || page.Any(fax => Orders.Any(order => order.TimeOf(fax) is DateTimeOffset time && IsBeyond(time, edge)));

    private Task<IReadOnlyList<Fax>> BeyondAsync(DateTimeOffset edge, CancellationToken cancellationToken) => _step == Step.Back
        ? _pages.GetAsync(_query.Category, _after, edge + Margin, FaxPages.Limit, cancellationToken)
        : _pages.GetAsync(_query.Category, edge - Margin, _before, FaxPages.Limit, cancellationToken);

    /// <summary>A page that one second fills, with what the categories show of that second besides.</summary>
    private async Task<IReadOnlyList<Fax>> WholeSecondAsync(DateTimeOffset second, IReadOnlyList<Fax> page, CancellationToken cancellationToken)
    {
        var all = new List<Fax>(page);
        bool complete = false;
        if (_query.Category is null)
        {
            complete = true;
            var shown = new HashSet<string>(StringComparer.Ordinal);
            foreach (string category in s_categories)
            {
                IReadOnlyList<Fax> part = await _pages.GetAsync(category, second - Margin, second + Margin, FaxPages.Limit, cancellationToken).ConfigureAwait(false);
                complete &= part.Count < _fill;
                all.AddRange(part);
                foreach (Fax fax in part) shown.Add(KeyOf(fax));
            }

            // A record outside the categories means that there may be more of its kind.
            complete &= page.All(fax => shown.Contains(KeyOf(fax)));
        }

        if (!complete && _crowded.Add(second) && _warns)
        {
            _api.Observer.Warning(string.Format(
                CultureInfo.InvariantCulture,
                "At least {0} faxes share the time {1} UTC. The service shows at most {0} of one second{2}: if there are more, they are missing from this list.",
                page.Count,
                FaxTime.Format(second),
                _query.Category is null ? " and category" : ""));
        }

        return all;
    }

    /// <summary>The service gives the same page again, or one without times to go on from.</summary>
    private void WarnOfEnd()
    {
        _mayEndEarly = true;
        if (_warns) _api.Observer.Warning("The service does not page by time as it should: faxes may be missing from this list.");
    }

    /// <summary>A word that is misspelt finds nothing, however many faxes there are.</summary>
    private void WarnOfStatus()
    {
        _gave = true;
        foreach (string status in _filter.UnknownStatus) _api.Observer.Warning($"No fax has the status '{status}', which is no documented one.");
    }

    /// <summary>One direction is read to its end. Where the first page did not tell the order, the other one follows.</summary>
    private void EndDirection()
    {
        if (_bothWays && _step == Step.Back)
        {
            _step = Step.Forward;
            // The other bound may count where this one does not.
            _boundsCount = null;
            _known = _first;
        }
        else
        {
            _step = Step.Done;
        }
    }

    /// <summary>What tells a fax from the others: its id, or what else there is.</summary>
    private static string KeyOf(Fax fax) => fax.Id ?? string.Join("|", fax.Direction, fax.SubmitTime, fax.StartTime, fax.From, fax.To, fax.Pages, fax.File, fax.Comment);
}
