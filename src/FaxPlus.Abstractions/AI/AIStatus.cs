using System;

namespace FaxPlus;

/// <summary>How far Fax AI has come with a fax (API reference 3.9). The set is open.</summary>
public static class AIStatus
{
    /// <summary>Nobody has asked for it.</summary>
    public const string NotRequested = "not_requested";

    /// <summary>Under way.</summary>
    public const string Pending = "pending";

    /// <summary>Done; the result is there.</summary>
    public const string Finished = "finished";

    /// <summary>It did not succeed.</summary>
    public const string Failed = "failed";

    /// <summary>The service refuses what the fax holds.</summary>
    public const string ContentFilteringPolicy = "content_filtering_policy";

    internal static bool Is(string? status, string word) => string.Equals(status, word, StringComparison.OrdinalIgnoreCase);
}
