using System;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>
/// Recognizes columns that have a meaning for a fax, but that the command does not read: a time zone, a second document, or a second
/// destination.
/// </summary>
internal static class ExtraColumns
{
    private static readonly Regex s_zone = new("^(SendTime)?(TimeZone(Id)?|Tz|(Utc|Gmt)Offset)$", Options);

    private static readonly Regex s_file = new(
        "^((File|Document|Attachment)(s|Name|Path)?[0-9]*|(Path|LiteralPath|FilePath|FullName)[0-9]+)$", Options);

    private static readonly Regex s_destination = new(
        "^((To|Fax|FaxNumber|Number|Recipient|Destination)([2-9]|1[0-9])|B?Cc[0-9]*)$", Options);

    private static readonly Regex s_fileName = new(@"\.[A-Za-z][A-Za-z0-9]{1,4}$", RegexOptions.CultureInvariant);

    // An offset, or Z for UTC, after a time of day.
    private static readonly Regex s_offset = new(@":[0-9.,]+\s*(Z|GMT|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)$", Options);

    private static readonly string[] s_retries = ["Retry", "Retries", "Enhance", "Enhancement"];
    private static readonly string[] s_cover = ["Cover", "Subject", "Message"];

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>Whether a column may be a time zone, a second document or a second destination, which depends on its value.</summary>
    public static bool IsNamed(string column) =>
        ColumnName.WordOf(column) is var words && (s_zone.IsMatch(words) || s_file.IsMatch(words) || s_destination.IsMatch(words));

    /// <summary>Refuses a time zone beside a send time, a second document, and a second destination.</summary>
    /// <exception cref="FaxPlusException">
    /// The fax would be sent at another time, or without the document, or not to the destination.
    /// </exception>
    public static void Check(PSObject row, PSPropertyInfo column)
    {
        string words = ColumnName.WordOf(column.Name), text = ColumnValue.Plain(column);
        if (text.Length == 0) return;
        if (s_zone.IsMatch(words))
        {
            if (!HasLocalTime(row)) return;
            throw Ignored(column, "a SendTime", "Write the offset in the SendTime, such as 2027-02-28 08:00 +01:00");
        }

        if (s_file.IsMatch(words)
            && s_fileName.IsMatch(text)
            && IsOther(row, text, LeafOf, "Path", "LiteralPath", "FilePath", "FullName", "PSPath"))
        {
            throw Ignored(column, "another file", "Write all files in the column Path as a list, such as a.pdf, b.pdf");
        }

        if (s_destination.IsMatch(words)
            && text.Count(char.IsDigit) >= 6
            && !text.Any(char.IsLetter)
            && IsOther(row, text, DigitsOf, "To", "Destination", "Recipient", "FaxNumber"))
        {
            throw Ignored(column, "another destination", "Write all destinations in the column To as a list, or each in a row of its own");
        }
    }

    /// <summary>The advice for a column that the command ignores although its name belongs to a fax; null for other columns.</summary>
    public static string? AdviceFor(string column, bool hasCoverPage) =>
        ColumnName.WordOf(column) is var words && s_retries.Contains(words, StringComparer.OrdinalIgnoreCase)
            ? words.StartsWith("Enh", StringComparison.OrdinalIgnoreCase)
                ? "-NoEnhancement applies to all rows."
                : "the accepted columns are RetryCount and RetryDelay."
            : !hasCoverPage && s_cover.Contains(words, StringComparer.OrdinalIgnoreCase)
                ? "-CoverPage specifies a cover page for all rows."
                : null;

    private static bool HasLocalTime(PSObject row) =>
        row.Properties["SendTime"] is { } time
        && Cell.Bare(ColumnValue.Of(time)) is not (null or DateTimeOffset or DateTime { Kind: DateTimeKind.Utc })
        && ColumnValue.Plain(time) is { Length: > 0 } text
        && !s_offset.IsMatch(text);

    /// <summary>Whether a row has a value in one of the columns, and none of them has the specified value.</summary>
    private static bool IsOther(PSObject row, string text, Func<string, string> keyOf, params string[] columns)
    {
        string[] known =
        [
            .. columns
                .Select(name => row.Properties[name])
                .Where(column => column is not null)
                .SelectMany(column => ColumnValue.Plain(column).Split('\n'))
                .Where(value => value.Length > 0)
                .Select(keyOf),
        ];
        return known.Length > 0 && !known.Contains(keyOf(text), StringComparer.OrdinalIgnoreCase);
    }

    private static string LeafOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static string DigitsOf(string number) => string.Concat(number.Where(char.IsDigit)).TrimStart('0');

    private static FaxPlusException Ignored(PSPropertyInfo column, string beside, string advice) =>
        SendTexts.Rejected(
            $"The row has '{Cell.Shown(ColumnValue.Of(column))}' in a column '{column.Name}' beside {beside}, and this column is not used.",
            $"{advice}; or remove the column with Select-Object * -ExcludeProperty {ColumnName.Quoted(column.Name)}.");
}
