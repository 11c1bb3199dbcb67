using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>
/// Matches the record of a sent fax with a send by numbers, comment and time, if neither the mark nor the id is available.
/// </summary>
internal static class FaxMatcher
{
    private const int TailLength = 6;

    /// <summary>Whether the record has the numbers and the comment of the send.</summary>
    /// <param name="record">The record.</param>
    /// <param name="to">The destination.</param>
    /// <param name="from">The number that the fax was sent from.</param>
    /// <param name="comment">The digest of the comment.</param>
    public static bool IsLike(Fax record, string to, string? from, string comment) =>
        PhoneNumber.AreSame(record.To, to) && SameSender(record.From, from, PhoneNumber.AreSame) && Digest.Short(record.Comment) == comment;

    /// <summary>
    /// Returns the records that may belong to a send. Records with a mark are excluded, because they belong to other sends. A partial match
    /// of numbers, a missing time and a missing comment count as a match, because a match proves nothing: it only means that the send is in
    /// doubt.
    /// </summary>
    public static IEnumerable<Fax> MayBe(
        IEnumerable<Fax> records, IReadOnlyList<string> to, string? sender, string digest, DateTimeOffset since, DateTimeOffset until)
    {
        ILookup<string, string> destinations = to.ToLookup(Tail);
        string none = Digest.Short(null);
        return records.Where(record =>
            record.CommentMark is null
            && !(record.Time < since)
            && !(record.Time > until)
            && (Digest.Short(record.Comment) is string comment && (comment == none || comment == digest))
            && SameSender(record.From, sender, PhoneNumber.MayBeSame)
            && (string.IsNullOrEmpty(record.To)
                || destinations[Tail(record.To!)].Any(number => PhoneNumber.AreSame(number, record.To)
                    || PhoneNumber.MayBeSame(number, record.To))));
    }

    /// <summary>
    /// Whether the sender of a record may be the requested sender. A missing number and <c>no_number</c> match every sender. If several
    /// numbers were requested, the record must match one of them. Extensions are ignored.
    /// </summary>
    private static bool SameSender(string? recorded, string? asked, Func<string?, string?, bool> same) =>
        string.IsNullOrEmpty(recorded)
        || string.IsNullOrEmpty(asked)
        || asked == "no_number"
        || asked!.Split(',').Any(number => same(number.Split('*')[0].Trim(), recorded!.Split('*')[0]));

    private static string Tail(string number)
    {
        string text = PhoneNumber.Canonical(number);
        return text.Length <= TailLength ? text : text.Substring(text.Length - TailLength);
    }
}
