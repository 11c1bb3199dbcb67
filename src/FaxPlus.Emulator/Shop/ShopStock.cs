using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A purchased number, its buyer and the time of the purchase.</summary>
internal sealed record Purchase(ShopOffer Offer, string BuyerUid, DateTime Time)
{
    public JsonObject ToWire() => new()
    {
        ["item_id"] = Offer.Id,
        ["number"] = Offer.Number,
        ["price"] = Offer.Price,
        ["currency"] = ShopOffer.Currency,
        ["uid"] = BuyerUid,
        ["time"] = Times.ToWire(Time),
    };
}

/// <summary>The account's balance, and the offered and sold numbers.</summary>
internal sealed class ShopStock(decimal balance)
{
    private readonly Dictionary<string, ShopOffer> _offers = new(StringComparer.Ordinal);
    private readonly List<Purchase> _purchases = [];

    public decimal Balance { get; private set; } = balance;

    public IReadOnlyList<Purchase> Purchases => _purchases;

    /// <summary>Adds an offer, so that it can be bought.</summary>
    public void Show(ShopOffer offer) => _offers[offer.Id] = offer;

    public bool IsSold(ShopOffer offer) => _purchases.Exists(p => p.Offer.Id == offer.Id);

    public Purchase Buy(string itemId, string buyerUid, DateTime now)
    {
        var offer = _offers.GetValueOrDefault(itemId) ?? throw ApiException.NotFound($"The item '{itemId}' was never offered.");
        if (IsSold(offer)) throw ApiException.Conflict($"The item '{itemId}' is sold.");
        if (offer.Price > Balance)
        {
            throw ApiException.PaymentRequired(
                "insufficient_balance",
                FormattableString.Invariant($"{offer.Number} costs {offer.Price} {ShopOffer.Currency}, and the balance is {Balance}."));
        }

        var purchase = new Purchase(offer, buyerUid, now);
        Balance -= offer.Price;
        _purchases.Add(purchase);
        return purchase;
    }
}
