using System;
using System.Collections.Generic;
using System.Globalization;

namespace FaxPlus;

/// <summary>What the account has left for Fax AI (API reference 3.9).</summary>
public sealed class AICredit
{
    /// <summary>How many credits are left.</summary>
    public decimal? CreditsRemaining { get; set; }

    /// <summary>What they were used for.</summary>
    public AICreditUsage[] Usage { get; set; } = [];

    /// <summary>When there will be new ones, UTC.</summary>
    public DateTimeOffset? ReloadAt { get; set; }

    /// <summary>Fields that the service sent and that this type does not know, by their wire names.</summary>
    public Dictionary<string, object?> OtherFields { get; set; } = [];

    /// <summary>The credits that are left.</summary>
    public override string ToString() => CreditsRemaining?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>What one feature of Fax AI has used.</summary>
public sealed class AICreditUsage
{
    /// <summary>The feature, by the service's word.</summary>
    public string? Feature { get; set; }

    /// <summary>How many credits it used.</summary>
    public decimal? CreditsUsed { get; set; }

    /// <summary>Feature and credits.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1}", Feature, CreditsUsed);
}
