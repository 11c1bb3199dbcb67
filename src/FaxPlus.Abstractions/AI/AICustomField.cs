using System.Collections.Generic;

namespace FaxPlus;

/// <summary>A custom field that Fax AI extracts from faxes (API reference 3.9).</summary>
public sealed class AICustomField
{
    /// <summary>The field id.</summary>
    public string? Id { get; set; }

    /// <summary>The field name.</summary>
    public string? Name { get; set; }

    /// <summary>The instructions for the extraction, as plain text.</summary>
    public string? Instructions { get; set; }

    /// <summary>Whether the field is extracted.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The name, or the id if the name is missing.</summary>
    public override string ToString() => PrintableText.Of(Name ?? Id ?? "");
}
