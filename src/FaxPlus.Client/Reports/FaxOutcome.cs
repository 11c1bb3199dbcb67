using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Reports;

/// <summary>What became of a fax, as a report counts it.</summary>
internal enum FaxOutcome
{
    /// <summary>All pages went through.</summary>
    Whole,

    /// <summary>Some pages went through.</summary>
    InPart,

    /// <summary>No page went through.</summary>
    Failed,

    /// <summary>Not at its end, or at one that nobody knows.</summary>
    Open,
}

/// <summary>Outcomes of status words, and their names on the page.</summary>
internal static class Outcomes
{
    /// <summary>In the order in which the page names them.</summary>
    public static IReadOnlyList<FaxOutcome> All { get; } = [FaxOutcome.Whole, FaxOutcome.InPart, FaxOutcome.Failed, FaxOutcome.Open];

    public static FaxOutcome Of(string? status)
    {
        if (FaxStatus.IsSuccess(status)) return FaxOutcome.Whole;
        if (!FaxStatus.IsFinished(status)) return FaxOutcome.Open;
        if (status!.StartsWith("partially_", StringComparison.OrdinalIgnoreCase)) return FaxOutcome.InPart;
        // A new word may mean anything, so that only what says of itself that it failed counts as a failure.
        return status.StartsWith("failed", StringComparison.OrdinalIgnoreCase) || FaxStatus.Known.Contains(status, StringComparer.OrdinalIgnoreCase) ? FaxOutcome.Failed : FaxOutcome.Open;
    }

    public static string Word(this FaxOutcome outcome) => outcome == FaxOutcome.InPart ? "in part" : outcome.ToString().ToLowerInvariant();

    /// <summary>The class of the page's style sheet.</summary>
    public static string Style(this FaxOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
