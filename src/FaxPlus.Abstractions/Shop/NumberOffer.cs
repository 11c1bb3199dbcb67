using System.Collections.Generic;
using System.Globalization;

namespace FaxPlus;

/// <summary>A number that the shop offers (API reference 3.7).</summary>
public sealed class NumberOffer
{
    /// <summary>The id of the item to buy.</summary>
    public string? ItemId { get; set; }

    /// <summary>The number.</summary>
    public string? Number { get; set; }

    /// <summary>The two-letter code of the country.</summary>
    public string? Country { get; set; }

    /// <summary>The country's calling code, as digits.</summary>
    public string? CountryCode { get; set; }

    /// <summary>The location, for display.</summary>
    public string? GeographicArea { get; set; }

    /// <summary>The kind of number, such as <c>local</c>; other values are possible.</summary>
    public string? Type { get; set; }

    /// <summary>The service's term for the availability.</summary>
    public string? Availability { get; set; }

    /// <summary>The price of the purchase, in <see cref="Currency"/>.</summary>
    public decimal? Price { get; set; }

    /// <summary>The price per month after the months that <see cref="Price"/> covers.</summary>
    public decimal? MonthlyFee { get; set; }

    /// <summary>The number of months that <see cref="Price"/> covers.</summary>
    public int? NumberOfMonths { get; set; }

    /// <summary>The currency of the prices.</summary>
    public string? Currency { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>Returns the number and its price, for the confirmation before the purchase.</summary>
    public string Describe() => string.Format(
        CultureInfo.InvariantCulture,
        "{0} for {1} {2} now ({3}), then {4} {2} a month",
        Number,
        Price?.ToString(CultureInfo.InvariantCulture) ?? "an unknown price,",
        Currency,
        NumberOfMonths is int months ? months == 1 ? "1 month" : $"{months} months" : "for an unknown time",
        MonthlyFee?.ToString(CultureInfo.InvariantCulture) ?? "an unknown fee,");

    /// <summary>The number.</summary>
    public override string ToString() => PrintableText.Of(Number ?? "");
}
