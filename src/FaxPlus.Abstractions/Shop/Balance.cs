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

    /// <summary>The fields of the response for which this type has no property, by wire name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>Amount and currency.</summary>
    public override string ToString() => PrintableText.Of(string.Format(CultureInfo.InvariantCulture, "{0} {1}", Amount, Currency));
}
