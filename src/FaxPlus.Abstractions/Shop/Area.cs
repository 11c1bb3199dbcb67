using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An area of a country in which the shop has numbers (API reference 3.7).</summary>
public sealed class Area
{
    /// <summary>The two-letter code of the requested country. Set by the client, not by the service.</summary>
    public string Country { get; set; } = "";

    /// <summary>The area's calling code, digits.</summary>
    public string? CallingCode { get; set; }

    /// <summary>The city.</summary>
    public string? City { get; set; }

    /// <summary>The state, if the country has any.</summary>
    public string? State { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>Calling code and city.</summary>
    public override string ToString() => PrintableText.Of($"{CallingCode} {City}".Trim());
}
