using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>Converts pipeline input to faxes or ids whose status can be tracked.</summary>
internal static class Following
{
    /// <summary>The default timeout in seconds, which is 30 minutes.</summary>
    public const int DefaultTimeout = 1800;

    /// <summary>
    /// Returns a fax, an outbox item or a receipt of this module unchanged, and text as an id. For an object that was restored from a file
    /// or another process, the result is a receipt if the object has an outbox id and a submit time; otherwise, the result is its id.
    /// </summary>
    public static object Recognize(PSObject item) => item.BaseObject switch
    {
        SentFax or OutboxFax or Fax => item.BaseObject,
        string id when id.Trim().Length > 0 => id.Trim(),
        _ => FromProperties(item),
    };

    private static object FromProperties(PSObject item)
    {
        if (Text(item, "OutboxId") is string outboxId)
        {
            // Without the submit time, a fax that has left the outbox could be confused with a similar older fax.
            if (Time(item) is not DateTimeOffset submitTime) return outboxId;
            return new SentFax
            {
                OutboxId = outboxId,
                UserId = Text(item, "UserId") ?? FaxPlusDefaults.Self,
                To = Text(item, "To") ?? "",
                From = Text(item, "From") ?? "",
                Comment = Text(item, "Comment"),
                SubmitTime = submitTime,
            };
        }

        // Contacts, numbers and other objects also have an Id.
        return Text(item, "FaxId")
            ?? (TypeOrigin.IsRowOr(item, typeof(Fax)) ? Text(item, "Id") : null)
            ?? throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{item}' is neither a fax nor an id, and cannot be waited for.")
            {
                RecommendedAction = "Pipe the output of Send-FaxPlusFax, Get-FaxPlusOutbox or Get-FaxPlusFax, or specify ids.",
            };
    }

    private static string? Text(PSObject item, string name) =>
        item.Properties[name]?.Value is object value && LanguagePrimitives.TryConvertTo(value, out string text) && text.Length > 0
            ? text
            : null;

    private static DateTimeOffset? Time(PSObject item)
    {
        object? value = item.Properties["SubmitTime"]?.Value;
        if (value is null) return null;

        // Export-Csv writes times in the machine's culture.
        if (value is string text)
        {
            return TimeAttribute.Read(text)
                ?? (TimeAttribute.TryRead(text, CultureInfo.CurrentCulture, out DateTimeOffset written) ? written : null);
        }
        if (LanguagePrimitives.TryConvertTo(value, out DateTimeOffset time)) return time;

        // PowerShell cannot convert a DateTimeOffset from Import-Clixml to the original type.
        object? ticks = PSObject.AsPSObject(value).Properties["UtcTicks"]?.Value;
        return ticks is not null && LanguagePrimitives.TryConvertTo(ticks, out long utc) ? new DateTimeOffset(utc, TimeSpan.Zero) : null;
    }
}
