using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Reports;

/// <summary>The outcome of a fax in a report.</summary>
internal enum FaxOutcome
{
    /// <summary>All pages were transmitted.</summary>
    Whole,

    /// <summary>Some pages were transmitted.</summary>
    InPart,

    /// <summary>No page was transmitted.</summary>
    Failed,

    /// <summary>The fax is not finished, or its status is unknown.</summary>
    Open,
}

/// <summary>Maps statuses to outcomes, and outcomes to the names and CSS classes on the page.</summary>
internal static class Outcomes
{
    /// <summary>All outcomes, in the order in which the page shows them.</summary>
    public static IReadOnlyList<FaxOutcome> All { get; } = [FaxOutcome.Whole, FaxOutcome.InPart, FaxOutcome.Failed, FaxOutcome.Open];

    public static FaxOutcome Of(string? status)
    {
        if (FaxStatus.IsSuccess(status)) return FaxOutcome.Whole;
        if (!FaxStatus.IsFinished(status)) return FaxOutcome.Open;
        if (status!.StartsWith("partially_", StringComparison.OrdinalIgnoreCase)) return FaxOutcome.InPart;
        // A status that is not documented counts as a failure only if its name begins with "failed".
        return status.StartsWith("failed", StringComparison.OrdinalIgnoreCase)
            || FaxStatus.Known.Contains(status, StringComparer.OrdinalIgnoreCase)
                ? FaxOutcome.Failed
                : FaxOutcome.Open;
    }

    public static string Word(this FaxOutcome outcome) => outcome == FaxOutcome.InPart ? "in part" : outcome.ToString().ToLowerInvariant();

    /// <summary>Returns the CSS class of an outcome.</summary>
    public static string Style(this FaxOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
