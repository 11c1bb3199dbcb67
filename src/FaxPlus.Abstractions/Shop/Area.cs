using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A part of a country in which the shop has numbers (API reference 3.7).</summary>
public sealed class Area
{
    /// <summary>The two letters of the country that was asked for. Set by the client, not by the service.</summary>
    public string Country { get; set; } = "";

    /// <summary>The area's calling code, digits.</summary>
    public string? CallingCode { get; set; }

    /// <summary>The city.</summary>
    public string? City { get; set; }

    /// <summary>The state, where the country has any.</summary>
    public string? State { get; set; }

    /// <summary>Fields that the service sent and that this type does not know, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>Calling code and city.</summary>
    public override string ToString() => $"{CallingCode} {City}".Trim();
}
