using System;
using System.Text.RegularExpressions;

namespace FaxPlus;

/// <summary>
/// Creates the tag that identifies a send for deduplication, because the service has no idempotency key. The outbox shows the tag, but the
/// record of a sent fax has no tags. Therefore, the end of the comment can contain the mark, which is a short form of the tag.
/// </summary>
internal static class SendTag
{
    private const string Prefix = "faxplus-";
    private const string MarkPrefix = "#fp-";
    private const int MarkDigits = 16;

    private static readonly Regex s_mark = new($@"\s?{MarkPrefix}[0-9a-f]{{{MarkDigits}}}(?![0-9a-f])", RegexOptions.CultureInvariant);

    public static string New() => Prefix + Guid.NewGuid().ToString("N");

    /// <summary>Returns all tags of a fax, with the unique tag at the end.</summary>
    public static string[] TagsOf(SendRequest request, string? key, string tag) =>
        key is null ? [.. request.Tags, tag] : [.. request.Tags, key, tag];

    /// <summary>Returns the mark of a tag; null if the tag is too short, which was possible in older versions.</summary>
    public static string? MarkOf(string tag) => tag.Length >= MarkDigits ? MarkPrefix + tag.Substring(tag.Length - MarkDigits) : null;

    /// <summary>Appends a mark to a comment.</summary>
    public static string? Join(string? comment, string? mark) =>
        mark is null ? comment : string.IsNullOrEmpty(comment) ? mark : $"{comment} {mark}";

    /// <summary>Splits a comment into the text and the mark.</summary>
    public static (string? Text, string? Mark) Split(string? comment)
    {
        if (comment is null || comment.IndexOf(MarkPrefix, StringComparison.Ordinal) < 0) return (comment, null);
        Match match = s_mark.Match(comment);
        return match.Success ? (comment.Remove(match.Index, match.Length), match.Value.Trim()) : (comment, null);
    }
}
