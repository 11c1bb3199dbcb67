using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Emulator;

/// <summary>Determines the result of Fax AI from the last four digits of the other party's number or from a word in the comment.</summary>
internal static class AiMarks
{
    private const string CommentPrefix = "ai:";

    private static readonly (string Digits, string Outcome)[] Marks =
    [
        ("0031", AiStatus.Failed),
        ("0032", AiStatus.Filtered),
        ("0033", AiStatus.Pending),
    ];

    public static IEnumerable<(string Digits, string Comment, string Outcome)> Table =>
        Marks.Select(m => (m.Digits, CommentPrefix + m.Outcome, m.Outcome == AiStatus.Pending ? "pending forever" : m.Outcome));

    public static string OutcomeFor(Fax fax)
    {
        var other = (fax.IsOutgoing ? fax.To : fax.From) ?? "";
        var comment = fax.Comment ?? "";
        return Marks
            .Where(m => other.EndsWith(m.Digits, StringComparison.Ordinal)
                || comment.Contains(CommentPrefix + m.Outcome, StringComparison.Ordinal))
            .Select(m => m.Outcome)
            .FirstOrDefault(AiStatus.Finished);
    }
}
