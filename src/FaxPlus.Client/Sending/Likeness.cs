using System.Linq;

namespace FaxPlus.Client.Sending;

/// <summary>
/// Whether a fax record may be what became of a send. The service gives the record a new id and keeps no tag,
/// so that numbers and comment are all there is to compare.
/// </summary>
internal static class Likeness
{
    /// <param name="fax">The record.</param>
    /// <param name="to">The destination.</param>
    /// <param name="from">The number it was sent from.</param>
    /// <param name="comment">The digest of the comment.</param>
    public static bool Same(Fax fax, string to, string? from, string comment) =>
        SameNumbers(fax, to, from) && Digest.Short(fax.Comment) == comment;

    public static bool SameNumbers(Fax fax, string to, string? from) => PhoneNumber.AreSame(fax.To, to) && SameSender(fax.From, from);

    /// <summary>Whether an item of the outbox may leave such a record.</summary>
    public static bool SameNumbers(OutboxFax item, string to, string? from) => item.To.Any(other => PhoneNumber.AreSame(other, to)) && SameSender(item.From, from);

    /// <summary>Several numbers to draw from, no number at all, an extension: then any sender will do.</summary>
    private static bool SameSender(string? recorded, string? asked) =>
        string.IsNullOrEmpty(recorded)
        || string.IsNullOrEmpty(asked)
        || asked == "no_number"
        || asked!.Split(',').Any(number => PhoneNumber.AreSame(number.Split('*')[0].Trim(), recorded!.Split('*')[0]));
}
