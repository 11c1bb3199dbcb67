using System.Collections.Generic;

namespace FaxPlus;

/// <summary>An area of a country in which the shop has numbers (API reference 3.7).</summary>
public sealed class Area
{
    /// <summary>The two-letter code of the requested country. The client, not the service, sets this property.</summary>
    public string Country { get; set; } = "";

    /// <summary>The area's calling code, digits.</summary>
    public string? CallingCode { get; set; }

    /// <summary>The city.</summary>
    public string? City { get; set; }

    /// <summary>The state, if the country has states.</summary>
    public string? State { get; set; }

    /// <summary>The fields of the response for which this type has no property, by wire name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>Calling code and city.</summary>
    public override string ToString() => PrintableText.Of($"{CallingCode} {City}".Trim());
}
