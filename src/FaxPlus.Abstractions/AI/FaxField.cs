using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>The values that Fax AI has extracted from a fax (API reference 3.9).</summary>
public sealed class FaxField
{
    /// <summary>The fax id.</summary>
    public string FaxId { get; set; } = "";

    /// <summary>The account that the request specified, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The status; <see cref="AIStatus"/> lists the documented statuses.</summary>
    public string? Status { get; set; }

    /// <summary>The unmodified values from the response, by field name.</summary>
    public Dictionary<string, object?> Field { get; set; } = [];

    /// <summary>The names of the fields.</summary>
    public override string ToString() => PrintableText.Of(string.Join(", ", Field.Keys.ToArray()));
}
