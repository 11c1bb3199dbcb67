using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A country of the shop (API reference 3.7).</summary>
public sealed class Country
{
    /// <summary>The two-letter code, such as <c>CH</c>.</summary>
    public string? Iso { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the shop has numbers there.</summary>
    public bool? IsAvailable { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The two-letter code.</summary>
    public override string ToString() => PrintableText.Of(Iso ?? "");
}
