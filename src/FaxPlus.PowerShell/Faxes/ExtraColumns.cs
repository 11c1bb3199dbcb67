using System;
using System.Collections.Generic;
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
    private static readonly Regex s_zone = new("^(Send(Time)?)?(TimeZone(Id|Name)?|Tz|(Utc|Gmt)Offset)$", Options);

    private static readonly Regex s_file = new(
        "^((File|Document|Attachment)(s|Name|Path)?[0-9]*|(Path|LiteralPath|FilePath|FullName)[0-9]+)$", Options);

    private static readonly Regex s_destination = new(
        "^((To|Fax|FaxNumber|Number|Recipient|Destination)([2-9]|1[0-9])|B?Cc[0-9]*)$", Options);

    private static readonly Regex s_fileName = new(@"\.[A-Za-z][A-Za-z0-9]{1,4}$", RegexOptions.CultureInvariant);

    // An offset, or Z for UTC, after a time of day.
    private static readonly Regex s_offset = new(@":[0-9.,]+\s*([AP]M\s*)?(Z|GMT|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)$", Options);

    private static readonly string[] s_paths = ["Path", "LiteralPath", "FilePath", "FullName", "PSPath"];
    private static readonly string[] s_destinations = ["To", "Destination", "Recipient", "FaxNumber"];
    private static readonly string[] s_retries = ["Retry", "Retries", "Enhance", "Enhancement"];
    private static readonly string[] s_cover = ["Cover", "Subject", "Message"];

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>Whether a column may be a time zone, a second document or a second destination, which depends on its value.</summary>
    public static bool IsNamed(string column) =>
        ColumnName.WordOf(column) is var words && (s_zone.IsMatch(words) || s_file.IsMatch(words) || s_destination.IsMatch(words));

    /// <summary>Refuses a time zone beside a send time that has no offset.</summary>
    /// <exception cref="FaxPlusException">The fax would be sent at another time.</exception>
    public static void CheckZone(PSObject row, PSPropertyInfo column)
    {
        if (!s_zone.IsMatch(ColumnName.WordOf(column.Name)) || ColumnValue.Plain(column).Length == 0 || !HasLocalTime(row)) return;
        throw SendTexts.Rejected(
            $"The row has '{Cell.Shown(ColumnValue.Of(column))}' in a column '{column.Name}' beside a SendTime, "
                + "and this column is not used.",
            "Write the offset in the SendTime, such as 2027-02-28 08:00 +01:00; or remove the column with "
                + $"Select-Object * -ExcludeProperty {ColumnName.Quoted(column.Name)}.");
    }

    /// <summary>
    /// The advice for a column with another document or destination than those of the fax; null for other columns. The column may be
    /// intended for another purpose, such as the name of the source file, so that it is not an error.
    /// </summary>
    public static string? AdviceFor(PSObject row, PSPropertyInfo column)
    {
        string words = ColumnName.WordOf(column.Name);
        return s_file.IsMatch(words) && HasOther(row, column, s_fileName.IsMatch, StemOf, s_paths)
            ? "write all files of a fax in the column Path as a list, such as a.pdf, b.pdf."
            : s_destination.IsMatch(words) && HasOther(row, column, IsNumber, DigitsOf, s_destinations)
            ? "write all destinations of a fax in the column To as a list."
            : null;
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
        && Cell.Bare(ColumnValue.Of(time)) is not (null or DateTimeOffset or DateTime { Kind: not DateTimeKind.Unspecified })
        && ColumnValue.Plain(time) is { Length: > 0 } text
        && !s_offset.IsMatch(text);

    /// <summary>Whether a column contains a document or destination that differs from those in other columns of the row.</summary>
    private static bool HasOther(
        PSObject row, PSPropertyInfo column, Func<string, bool> isMeant, Func<string, string> keyOf, params string[] columns)
    {
        HashSet<string> known = new(
            columns.Select(name => row.Properties[name]).Where(other => other is not null).SelectMany(PartsOf).Select(keyOf),
            StringComparer.OrdinalIgnoreCase);
        return known.Count > 0 && PartsOf(column).Any(part => isMeant(part) && !known.Contains(keyOf(part)));
    }

    private static IEnumerable<string> PartsOf(PSPropertyInfo column) =>
        ColumnValue.Plain(column).Split('\n', ',', ';').Select(part => part.Trim()).Where(part => part.Length > 0);

    private static bool IsNumber(string text) => text.Count(char.IsDigit) >= 6 && !text.Any(char.IsLetter);

    /// <summary>The name of a file without its folder and extension, because a document may have been converted.</summary>
    private static string StemOf(string path)
    {
        string name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        return name.LastIndexOf('.') is > 0 and var end ? name.Substring(0, end) : name;
    }

    private static string DigitsOf(string number) => string.Concat(number.Where(char.IsDigit)).TrimStart('0');
}
