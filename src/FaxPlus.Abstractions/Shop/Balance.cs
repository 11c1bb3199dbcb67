using System.Collections.Generic;
using System.Globalization;

namespace FaxPlus;

/// <summary>What the account has to spend (API reference 3.7).</summary>
public sealed class Balance
{
    /// <summary>How much.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Of what currency, such as <c>USD</c>.</summary>
    public string? Currency { get; set; }

    /// <summary>Fields that the service sent and that this type does not know, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>Amount and currency.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1}", Amount, Currency);
}
