using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A country in the shop (API reference 3.7).</summary>
public sealed class Country
{
    /// <summary>The two-letter code, such as <c>CH</c>.</summary>
    public string? Iso { get; set; }

    /// <summary>The country name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the shop has numbers in the country.</summary>
    public bool? IsAvailable { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The two-letter code.</summary>
    public override string ToString() => PrintableText.Of(Iso ?? "");
}
