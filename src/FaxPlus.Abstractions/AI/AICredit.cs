using System;
using System.Collections.Generic;
using System.Globalization;

namespace FaxPlus;

/// <summary>The account's credits for Fax AI (API reference 3.9).</summary>
public sealed class AICredit
{
    /// <summary>The number of remaining credits.</summary>
    public decimal? CreditsRemaining { get; set; }

    /// <summary>The number of used credits, by feature.</summary>
    public AICreditUsage[] Usage { get; set; } = [];

    /// <summary>The time of the next credit renewal, UTC.</summary>
    public DateTimeOffset? ReloadAt { get; set; }

    /// <summary>The response fields that have no property in this type, keyed by JSON name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The remaining credits.</summary>
    public override string ToString() => CreditsRemaining?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>The credits that one feature of Fax AI has used.</summary>
public sealed class AICreditUsage
{
    /// <summary>The service's name for the feature.</summary>
    public string? Feature { get; set; }

    /// <summary>The number of credits that the feature used.</summary>
    public decimal? CreditsUsed { get; set; }

    /// <summary>The feature and its used credits.</summary>
    public override string ToString() => PrintableText.Of(string.Format(CultureInfo.InvariantCulture, "{0} {1}", Feature, CreditsUsed));
}
