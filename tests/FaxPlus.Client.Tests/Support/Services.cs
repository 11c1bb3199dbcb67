using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

/// <summary>The variations that the reference leaves open: both kinds of bounds combined with both orders.</summary>
public static class Services
{
    /// <summary>All four combinations.</summary>
    public static TheoryData<ListBounds, ListOrder> All => new()
    {
        { ListBounds.Inclusive, ListOrder.Newest },
        { ListBounds.Inclusive, ListOrder.Oldest },
        { ListBounds.Exclusive, ListOrder.Newest },
        { ListBounds.Exclusive, ListOrder.Oldest },
    };
}
