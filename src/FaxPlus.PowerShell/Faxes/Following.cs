using System;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>What can be followed.</summary>
internal static class Following
{
    /// <summary>Half an hour.</summary>
    public const int DefaultTimeout = 1800;

    /// <summary>The fax that an object is: one of ours, one that came back from a file or another process, or an id.</summary>
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
            return new SentFax
            {
                OutboxId = outboxId,
                UserId = Text(item, "UserId") ?? FaxPlusDefaults.Self,
                To = Text(item, "To") ?? "",
                From = Text(item, "From") ?? "",
                Comment = Text(item, "Comment"),
                SubmitTime = Time(item) ?? DateTimeOffset.UtcNow,
            };
        }

        return Text(item, "FaxId") ?? Text(item, "Id") ?? throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{item}' is nothing that can be waited for.")
        {
            RecommendedAction = "Pipe what Send-FaxPlusFax, Get-FaxPlusOutbox or Get-FaxPlusFax gives out, or give ids.",
        };
    }

    private static string? Text(PSObject item, string name) =>
        item.Properties[name]?.Value is object value && LanguagePrimitives.TryConvertTo(value, out string text) && text.Length > 0 ? text : null;

    private static DateTimeOffset? Time(PSObject item) =>
        item.Properties["SubmitTime"]?.Value is object value && LanguagePrimitives.TryConvertTo(value, out DateTimeOffset time) ? time : null;
}
