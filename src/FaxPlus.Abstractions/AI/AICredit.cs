using System;
using System.Collections.Generic;
using System.Globalization;

namespace FaxPlus;

/// <summary>The credit of the account for Fax AI (API reference 3.9).</summary>
public sealed class AICredit
{
    /// <summary>The number of remaining credits.</summary>
    public decimal? CreditsRemaining { get; set; }

    /// <summary>The credit use by feature.</summary>
    public AICreditUsage[] Usage { get; set; } = [];

    /// <summary>The time of the next credit renewal, UTC.</summary>
    public DateTimeOffset? ReloadAt { get; set; }

    /// <summary>The fields of the response for which this type has no property, by wire name.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The remaining credits.</summary>
    public override string ToString() => CreditsRemaining?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>The credit use by one feature of Fax AI.</summary>
public sealed class AICreditUsage
{
    /// <summary>The service's name for the feature.</summary>
    public string? Feature { get; set; }

    /// <summary>The number of credits that the feature used.</summary>
    public decimal? CreditsUsed { get; set; }

    /// <summary>Feature and credits.</summary>
    public override string ToString() => PrintableText.Of(string.Format(CultureInfo.InvariantCulture, "{0} {1}", Feature, CreditsUsed));
}
