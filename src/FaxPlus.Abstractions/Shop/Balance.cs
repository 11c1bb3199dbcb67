using System.Collections.Generic;
using System.Globalization;

namespace FaxPlus;

/// <summary>The balance of the account (API reference 3.7).</summary>
public sealed class Balance
{
    /// <summary>The amount.</summary>
    public decimal? Amount { get; set; }

    /// <summary>The currency, such as <c>USD</c>.</summary>
    public string? Currency { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The amount and the currency.</summary>
    public override string ToString() => PrintableText.Of(string.Format(CultureInfo.InvariantCulture, "{0} {1}", Amount, Currency));
}
