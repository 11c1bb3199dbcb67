using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A custom field that Fax AI extracts from faxes (API reference 3.9).</summary>
public sealed class AICustomField
{
    /// <summary>Its id.</summary>
    public string? Id { get; set; }

    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>The instructions for the extraction, in words.</summary>
    public string? Instructions { get; set; }

    /// <summary>Whether the field is extracted.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Fields that the service sent and for which this type has no property, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => PrintableText.Of(Name ?? Id ?? "");
}
