using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An area of a country in which the shop has numbers (API reference 3.7).</summary>
public sealed class Area
{
    /// <summary>The two-letter code of the requested country. The client, not the service, sets this property.</summary>
    public string Country { get; set; } = "";

    /// <summary>The area's calling code, as digits.</summary>
    public string? CallingCode { get; set; }

    /// <summary>The city.</summary>
    public string? City { get; set; }

    /// <summary>The state, if the country has states.</summary>
    public string? State { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The calling code and the city.</summary>
    public override string ToString() => PrintableText.Of($"{CallingCode} {City}".Trim());
}
