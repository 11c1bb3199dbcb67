using System;

namespace FaxPlus;

/// <summary>The documented statuses of an extraction by Fax AI (API reference 3.9).</summary>
public static class AIStatus
{
    /// <summary>No extraction was requested.</summary>
    public const string NotRequested = "not_requested";

    /// <summary>The extraction is in progress.</summary>
    public const string Pending = "pending";

    /// <summary>The extraction has finished, and its result is available.</summary>
    public const string Finished = "finished";

    /// <summary>The extraction has failed.</summary>
    public const string Failed = "failed";

    /// <summary>The service refused the fax because of its contents.</summary>
    public const string ContentFilteringPolicy = "content_filtering_policy";

    internal static bool Is(string? status, string word) => string.Equals(status, word, StringComparison.OrdinalIgnoreCase);
}
