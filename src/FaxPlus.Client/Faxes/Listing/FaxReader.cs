using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// Lists all faxes although the service has no paging cursor (API reference 3.3). Each further page is requested by the time at the edge of
/// the range that has been read. Faxes that were already returned are omitted. The list ends when no faxes exist beyond the edge.
/// <para>
/// The documentation specifies neither the order of the faxes, nor whether the bounds are inclusive, nor the time to which the bounds
/// apply. The order is determined from the first page that spans more than one second. To determine whether the bounds are inclusive, the
/// second at the edge is requested. If the response lacks a known record of that second, the bounds are exclusive, or the service stores
/// fractions of a second that it does not return; all further bounds are then one second beyond the edge. Every page is checked, because
/// only some records have a fraction. Each request includes the second at the edge again, so that no record of that second is skipped.
/// </para>
/// <para>
/// The bounds may apply to the submit time or to the start time. Until a page has refuted one of these assumptions, the edge of the smaller
/// range is used, so that no fax is skipped under either assumption. If both are refuted, a warning reports that faxes may be missing.
/// </para>
/// <para>
/// <see cref="CrowdedSecond"/> reads a second with more faxes than fit into a page. <see cref="ListGaps"/> warns of missing faxes.
/// </para>
/// </summary>
internal sealed class FaxReader : IPageReader<Fax>
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly ApiClient _api;
    private readonly ListGaps _gaps;
    private readonly FaxQuery _query;
    private readonly FaxSelection _selection;
    private readonly FaxPages _pages;
    private readonly CrowdedSecond _second;

    // The bounds of the requests, which are at least a second beyond the requested period, in case the service treats bounds as exclusive.
    private readonly DateTimeOffset? _after;
    private readonly DateTimeOffset? _before;

    private readonly FaxOrders _orders = new();
    private Step _step = Step.First;
    private bool? _boundsCount;

    // The number of records in a full page, which is less than requested if the service has a smaller page size.
    private int _fill = FaxPages.Limit;
    private IReadOnlyList<Fax> _first = [];
    private IReadOnlyList<Fax> _known = [];
    private bool _readsBothDirections;
    private bool _hasReturned;

    /// <param name="api">The API client.</param>
    /// <param name="query">The query.</param>
    /// <param name="warns">Whether to write a warning if faxes may be missing. If false, the caller checks <see cref="MayLack"/>.</param>
    public FaxReader(ApiClient api, FaxQuery query, bool warns = true)
    {
        _api = api;
        _gaps = new ListGaps(api, query.Category, warns);
        _query = query;
        _selection = new FaxSelection(query);
        _pages = new FaxPages(api, query.UserId);
        _second = new CrowdedSecond(_pages, query.Category);
        // A bound near the minimum or maximum of DateTimeOffset cannot be extended by a second, and is therefore omitted.
        _after = query.After is DateTimeOffset after && after - DateTimeOffset.MinValue > s_second ? FaxTime.Floor(after) - s_second : null;
        _before = query.Before is DateTimeOffset before && DateTimeOffset.MaxValue - before > s_second + s_second
            ? FaxTime.Ceiling(before) + s_second
            : null;
    }

    /// <summary>The state of the reader: before the first page, reading older records, reading newer records, or at the end.</summary>
    private enum Step
    {
        First,
        Back,
        Forward,
        Done,
    }

    public async Task<IReadOnlyList<Fax>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_query.After >= _query.Before || _selection.Left <= 0) _step = Step.Done;
        while (_step != Step.Done)
        {
            IReadOnlyList<Fax> page = _step == Step.First
                ? await FirstAsync(cancellationToken).ConfigureAwait(false)
                : await NextAsync(cancellationToken).ConfigureAwait(false);
            List<Fax> wanted = _selection.Take(page);
            if (_selection.Left == 0) _step = Step.Done;
            if (wanted.Count == 0) continue;
            _hasReturned = true;
            return wanted;
        }

        if (!_hasReturned) _selection.WarnOfStatus(_api.Observer);
        _hasReturned = true;
        return [];
    }

    /// <summary>Whether the service may have omitted records between two times. Both times are full seconds.</summary>
    public bool MayLack(DateTimeOffset from, DateTimeOffset to) =>
        _gaps.Include(from, _orders.IsTimeRefuted ? DateTimeOffset.MaxValue : to);

    private async Task<IReadOnlyList<Fax>> FirstAsync(CancellationToken cancellationToken)
    {
        int? left = _selection.Left;
        int limit = _selection.IsOpen && left < FaxPages.Limit ? left.Value : FaxPages.Limit;
        IReadOnlyList<Fax> page = await _pages.GetAsync(_query.Category, _after, _before, limit, cancellationToken).ConfigureAwait(false);
        if (!HasTimes(page))
        {
            if (page.Count >= limit && left is null or > FaxPages.Limit) _gaps.AddEnd();
            _step = Step.Done;
            return page;
        }

        _first = page;
        Try(page, null, null);
        Extend(page);
        // If the directions of the two possible orders differ or are unknown, the list may continue in either direction.
        bool forward = Orders.All(order => order.Direction > 0);
        _readsBothDirections |= page.Count >= limit && !forward && !Orders.All(order => order.Direction < 0);
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

        bool hasNew = page.Any(fax => !_selection.HasSeen(fax));
        // Because the list continues, the previous page was full, so its length is the page size. In the forward direction, this conclusion
        // is not valid, because newer faxes may have been added since the previous page.
        if (_step == Step.Back
            && _known.Count > 0
            && page.Any(fax => !_selection.HasSeen(fax) && Orders.All(order => order.TimeOf(fax) < edge)))
        {
            _fill = Math.Min(_fill, _known.Count);
        }

        Try(page, edge);
        Extend(page);
        if (IsBeyond(Edge, edge)) return page;

        if (page.Count < _fill || (_gaps.MayEndEarly && !hasNew))
        {
            // The page contains all remaining records in this direction, or the service has returned the same page again.
            EndDirection();
            return page;
        }

        if (_gaps.MayEndEarly) return page;

        // The range of the other order may be larger, and records beyond that range may refute one of the orders.
        DateTimeOffset otherEdge = _step == Step.Back ? _orders.OldestStart : _orders.NewestEnd;
        if (IsBeyond(otherEdge, edge))
        {
            IReadOnlyList<Fax> beyond = await BeyondAsync(otherEdge, cancellationToken).ConfigureAwait(false);
            Try(beyond, otherEdge);
            if (IsBeyond(Edge, edge))
            {
                page = [.. page, .. beyond];
                Extend(page);
                return page;
            }
        }

        // The records of the second at the edge fill the page, so the page has no records beyond that second.
        page = await WholeSecondAsync(edge, page, cancellationToken).ConfigureAwait(false);
        foreach (FaxOrder order in Orders) order.Extend(_step == Step.Back ? edge - s_second : edge + s_second);
        return page;
    }

    private IReadOnlyList<FaxOrder> Orders => _orders.Possible;

    /// <summary>The edge of the range that has been read under every possible order.</summary>
    private DateTimeOffset Edge => _step == Step.Back ? _orders.NewestStart : _orders.OldestEnd;

    /// <summary>The time between the edge and the bound of a request that includes the edge.</summary>
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
        if (!_orders.AreRefuted || _gaps.MayEndEarly || page.Count < _fill) return;
        _readsBothDirections = true;
        _gaps.AddEnd();
    }

    private void Extend(IReadOnlyList<Fax> page)
    {
        _orders.Extend(page);
        _known = page;
    }

    /// <summary>
    /// Requests the page that begins with the second at the edge. If records of that second are known, the method checks whether the page
    /// contains all of them.
    /// </summary>
    private async Task<IReadOnlyList<Fax>> FromEdgeAsync(DateTimeOffset edge, CancellationToken cancellationToken)
    {
        // The known records that are in the second at the edge under every possible order.
        var atEdge = new HashSet<string>(
            _known.Where(fax => Orders.All(order => order.TimeOf(fax) == edge)).Select(FaxSelection.KeyOf), StringComparer.Ordinal);
        string[] all = [.. atEdge];
        if (_boundsCount != false && atEdge.Count > 0)
        {
            _boundsCount = true;
            IReadOnlyList<Fax> page = await BeyondAsync(edge, cancellationToken).ConfigureAwait(false);
            int known = atEdge.Count;
            atEdge.ExceptWith(page.Select(FaxSelection.KeyOf));
            // A page that ends within the second at the edge may lack other records of that second.
            if (atEdge.Count == 0 || (!ShowsEdge(page, edge) && atEdge.Count < known)) return page;

            // The bounds are treated as exclusive. If the missing records were deleted instead, the wider bounds do no harm.
            _boundsCount = false;
        }

        IReadOnlyList<Fax> wide = await BeyondAsync(edge, cancellationToken).ConfigureAwait(false);
        // If the request with the wider bounds does not return the known records either, the records were deleted, or the service filters
        // by times other than the returned times.
        if (all.Length > 0
            && !_gaps.MayEndEarly
            && ShowsEdge(wide, edge)
            && !wide.Any(fax => all.Contains(FaxSelection.KeyOf(fax)))
            && !await ShowsBeforeAsync(edge, cancellationToken).ConfigureAwait(false))
        {
            _gaps.AddEnd();
        }

        return wide;
    }

    /// <summary>
    /// Requests the faxes from the time of the known record that is nearest to the edge, but not at the edge. Returns whether the page
    /// contains this record, or whether the record was deleted.
    /// </summary>
    private async Task<bool> ShowsBeforeAsync(DateTimeOffset edge, CancellationToken cancellationToken)
    {
        Fax? inside = _known
            .Where(fax => Orders.All(order => order.TimeOf(fax) is DateTimeOffset time && IsBeyond(edge, time)))
            .OrderBy(fax => Math.Abs((Orders[0].TimeOf(fax)!.Value - edge).Ticks))
            .FirstOrDefault();
        if (inside is null) return true;
        IReadOnlyList<Fax> page = await BeyondAsync(Orders[0].TimeOf(inside)!.Value, cancellationToken).ConfigureAwait(false);
        return page.Any(fax => FaxSelection.KeyOf(fax) == FaxSelection.KeyOf(inside))
            || await _pages.IsDeletedAsync(inside, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a page has all records of the second at the edge: the page is not full, or extends beyond that second.</summary>
    private bool ShowsEdge(IReadOnlyList<Fax> page, DateTimeOffset edge) =>
        page.Count < _fill || page.Any(fax => Orders.Any(order => order.TimeOf(fax) is DateTimeOffset time && IsBeyond(time, edge)));

    private Task<IReadOnlyList<Fax>> BeyondAsync(DateTimeOffset edge, CancellationToken cancellationToken) => _step == Step.Back
        ? _pages.GetAsync(_query.Category, _after, edge + Margin, FaxPages.Limit, cancellationToken)
        : _pages.GetAsync(_query.Category, edge - Margin, _before, FaxPages.Limit, cancellationToken);

    /// <summary>Returns a full page of records of one second, and all further records of that second that the service returns.</summary>
    private async Task<IReadOnlyList<Fax>> WholeSecondAsync(
        DateTimeOffset second, IReadOnlyList<Fax> page, CancellationToken cancellationToken)
    {
        (IReadOnlyList<Fax> all, bool isComplete, bool isCrowded) = await _second.ReadAsync(second, Margin, _fill, page, cancellationToken)
            .ConfigureAwait(false);
        if (isCrowded || !isComplete) _gaps.AddCrowded(second, page.Count, isComplete);
        return all;
    }

    /// <summary>Ends the current direction. If the first page did not show the order, the other direction is read next.</summary>
    private void EndDirection()
    {
        if (_readsBothDirections && _step == Step.Back)
        {
            _step = Step.Forward;
            // Whether the other bound is inclusive is checked separately, because one bound may be inclusive and the other exclusive.
            _boundsCount = null;
            _known = _first;
        }
        else
        {
            _step = Step.Done;
        }
    }
}
