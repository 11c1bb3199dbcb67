using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// The two possible orders of the service's list: by <see cref="Fax.Time"/> or by start time. A page may refute an order. The time range
/// that has been read may be different for each order.
/// </summary>
internal sealed class FaxOrders
{
    private readonly FaxOrder _byTime = new(static fax => fax.Time);
    private readonly FaxOrder _byStart = new(static fax => fax.StartTime);

    /// <summary>The orders that are not refuted, or both orders if both are refuted.</summary>
    public IReadOnlyList<FaxOrder> Possible =>
        _byTime.IsRefuted == _byStart.IsRefuted ? [_byTime, _byStart] : _byTime.IsRefuted ? [_byStart] : [_byTime];

    public bool IsTimeRefuted => _byTime.IsRefuted;

    /// <summary>Whether both orders are refuted.</summary>
    public bool AreRefuted => _byTime.IsRefuted && _byStart.IsRefuted;

    /// <summary>The start of the range that has been read under every possible order.</summary>
    public DateTimeOffset NewestStart => Possible.Max(order => order.Oldest);

    /// <summary>The start of the range that has been read under at least one possible order.</summary>
    public DateTimeOffset OldestStart => Possible.Min(order => order.Oldest);

    /// <summary>The end of the range that has been read under every possible order.</summary>
    public DateTimeOffset OldestEnd => Possible.Min(order => order.Newest);

    /// <summary>The end of the range that has been read under at least one possible order.</summary>
    public DateTimeOffset NewestEnd => Possible.Max(order => order.Newest);

    /// <summary>Adds a page to the range of each order.</summary>
    public void Extend(IReadOnlyList<Fax> page)
    {
        _byTime.Extend(page);
        _byStart.Extend(page);
    }
}
