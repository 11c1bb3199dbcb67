using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// The two possible orders of the service's list, which are by <see cref="Fax.Time"/> and by start time. A page may refute one of the
/// orders. The time ranges that have been read can differ between the orders.
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

    /// <summary>The oldest time of the smaller range.</summary>
    public DateTimeOffset NewestStart => Possible.Max(order => order.Oldest);

    /// <summary>The oldest time of the larger range.</summary>
    public DateTimeOffset OldestStart => Possible.Min(order => order.Oldest);

    /// <summary>The newest time of the smaller range.</summary>
    public DateTimeOffset OldestEnd => Possible.Min(order => order.Newest);

    /// <summary>The newest time of the larger range.</summary>
    public DateTimeOffset NewestEnd => Possible.Max(order => order.Newest);

    /// <summary>Adds a page to the range of each order.</summary>
    public void Extend(IReadOnlyList<Fax> page)
    {
        _byTime.Extend(page);
        _byStart.Extend(page);
    }
}
