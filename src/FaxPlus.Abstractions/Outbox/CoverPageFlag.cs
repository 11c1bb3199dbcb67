using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace FaxPlus;

/// <summary>The flags of a cover page (API reference 3.5). The client also accepts other values.</summary>
public static class CoverPageFlag
{
    /// <summary>The documented flags.</summary>
    public static IReadOnlyList<string> Known { get; } = ["urgent", "for_review", "please_reply", "confidential"];

    /// <summary>
    /// Converts a flag to the form that the service requires. For example, <c>PleaseReply</c>, <c>please reply</c> and <c>PLEASE-REPLY</c>
    /// become <c>please_reply</c>.
    /// </summary>
    public static string Word(string text) =>
        Regex.Replace(Regex.Replace(text.Trim(), "[ -]+", "_"), "(?<=[a-z0-9])(?=[A-Z])", "_").ToLowerInvariant();
}
