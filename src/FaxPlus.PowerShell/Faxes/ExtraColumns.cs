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
    private static readonly Regex s_zone = new("(TimeZone|ZeitZone)(Id|Name|Offset)?$|^(Send(Time)?|Time)?Tz$|(Utc|Gmt)Offset$", Options);

    // These names often have another meaning, such as DeliveryZone and PageOffset. Therefore, the value must be a time zone, and only a
    // warning is written.
    private static readonly Regex s_possibleZone = new("(Zone|Offset)$", Options);

    private static readonly Regex s_zoneValue = new("^[+-][0-9]|:[0-9]{2}|^[A-Z]{3,4}([+-][0-9]|$)|[A-Z]/[A-Z]|Time$", Options);

    private static readonly Regex s_file = new(
        "^(Second|Other|Extra|Additional|Next|Send|Fax)?(File|Doc|Document|Attachment|Enclosure|Pdf|Path|LiteralPath|FullName"
            + "|Anhang|Anlage|Beilage|Datei|Dokument)(s|en|Name|FullName|Path|File)*([0-9]+|[A-Z])?$",
        Options);

    private static readonly Regex s_destination = new(
        "^(Second|Other|Extra|Additional|Alt|Alternate|Alternative|Copy|B?Cc)?(To|Fax|Telefax|Number|Recipient|Destination|B?Cc)s?"
            + "(Number|No|Nr|To|B?Cc)?s?[0-9]*$",
        Options);

    private static readonly Regex s_identifier = new("^Number|(No|Nr)s?$", Options);

    private static readonly Regex s_fileName = new(@"\.[A-Za-z][A-Za-z0-9]{1,4}$", RegexOptions.CultureInvariant);

    private static readonly Regex s_utc = new("^(Etc/)?(UTC|GMT|Z|[+-]?0{1,2}(:?00)?)$", Options);

    // An offset, or Z for UTC, after a time of day.
    private static readonly Regex s_offset = new(@":[0-9.,]+\s*([AP]M\s*)?(Z|GMT|UTC|[+-][0-9]{1,2}(:?[0-9]{2})?)$", Options);

    private static readonly string[] s_contents = ["Path", "LiteralPath", "UploadedFile", "FaxId"];
    private static readonly string[] s_destinations = ["To"];
    private static readonly string[] s_retries = ["Retry", "Retries", "Enhance", "Enhancement"];
    private static readonly string[] s_cover = ["Cover", "Subject", "Message"];

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>
    /// Whether the name of a column suggests a time zone, a second document or a second destination. The value must also be checked.
    /// </summary>
    public static bool IsNamed(string column) =>
        ColumnName.WordOf(column) is var words
        && (s_zone.IsMatch(words) || s_possibleZone.IsMatch(words) || s_file.IsMatch(words) || s_destination.IsMatch(words));

    /// <summary>
    /// Refuses a row with a time zone and a send time without an offset, unless the time zone is that of this machine.
    /// </summary>
    /// <exception cref="FaxPlusException">The fax would be sent at the wrong time.</exception>
    public static void CheckZone(PSObject row, PSPropertyInfo column)
    {
        if (!s_zone.IsMatch(ColumnName.WordOf(column.Name)) || !HasOtherZone(column) || !HasLocalTime(row)) return;
        throw SendTexts.Rejected(
            $"The row has '{Cell.Shown(ColumnValue.Of(column))}' in a column '{column.Name}' beside a SendTime, "
                + "and this column is not used.",
            "Write the offset in the SendTime, such as 2027-02-28 08:00 +01:00; or remove the column with "
                + $"Select-Object * -ExcludeProperty {ColumnName.Quoted(column.Name)}.");
    }

    /// <summary>
    /// The advice for a column with a time zone, a document or a destination that the fax does not use; null for other columns. The column
    /// may be intended for another purpose, such as the name of the source file, so it does not cause an error.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="used">The values of the parameters for this row, from the command line and from the row.</param>
    /// <param name="isTimeGiven">Whether the command line specifies the send time.</param>
    public static string? AdviceFor(PSObject row, PSPropertyInfo column, IDictionary<string, object> used, bool isTimeGiven)
    {
        string words = ColumnName.WordOf(column.Name);
        bool mayBeZone = s_zone.IsMatch(words) || (s_possibleZone.IsMatch(words) && s_zoneValue.IsMatch(ColumnValue.Plain(column)));
        return mayBeZone && HasOtherZone(column) && (isTimeGiven || HasLocalTime(row))
            ? "the offset of a time zone belongs in the SendTime, such as 2027-02-28 08:00 +01:00."
            : s_file.IsMatch(words) && HasOther(column, used, s_contents, s_fileName.IsMatch, IsSameFile)
            ? "write all files of a fax in the column Path as a list, such as a.pdf, b.pdf."
            : s_destination.IsMatch(words) && HasOther(column, used, s_destinations, text => IsNumber(words, text), IsSameNumber)
            ? "write all destinations of a fax in the column To as a list."
            : null;
    }

    /// <summary>
    /// The advice for a column that the command ignores, although the name suggests a property of a fax; null for other columns.
    /// </summary>
    public static string? AdviceFor(string column, bool hasCoverPage) =>
        ColumnName.WordOf(column) is var words && s_retries.Contains(words, StringComparer.OrdinalIgnoreCase)
            ? words.StartsWith("Enh", StringComparison.OrdinalIgnoreCase)
                ? "-NoEnhancement applies to all rows."
                : "the accepted columns are RetryCount and RetryDelay."
            : !hasCoverPage && s_cover.Contains(words, StringComparer.OrdinalIgnoreCase)
                ? "a cover page is the same for all rows (-CoverPage). To send faxes without one, remove the column "
                    + $"with Select-Object * -ExcludeProperty {ColumnName.Quoted(column)}."
                : null;

    private static bool HasLocalTime(PSObject row) =>
        row.Properties["SendTime"] is { } time
        && Cell.Bare(ColumnValue.Of(time)) is not (null or DateTimeOffset or DateTime { Kind: not DateTimeKind.Unspecified })
        && ColumnValue.Plain(time) is { Length: > 0 } text
        && !s_offset.IsMatch(text);

    private static bool HasOtherZone(PSPropertyInfo column) =>
        ColumnValue.Plain(column) is { Length: > 0 } zone
        && !zone.Equals("Local", StringComparison.OrdinalIgnoreCase)
        && !zone.Equals(TimeZoneInfo.Local.Id, StringComparison.OrdinalIgnoreCase)
        && !(s_utc.IsMatch(zone) && TimeZoneInfo.Local is { BaseUtcOffset.Ticks: 0, SupportsDaylightSavingTime: false });

    /// <summary>
    /// Whether a column contains a document or destination that the fax does not use. The result is false if the fax has no document or no
    /// destination at all, because a different error reports that case.
    /// </summary>
    private static bool HasOther(
        PSPropertyInfo column,
        IDictionary<string, object> used,
        string[] parameters,
        Func<string, bool> isMeant,
        Func<string, string, bool> isSame)
    {
        string[] meant = [.. PartsOf(ColumnValue.Of(column)).Where(isMeant)];
        if (meant.Length == 0) return false;
        string[] known = [.. parameters.Where(used.ContainsKey).SelectMany(name => PartsOf(used[name]))];
        return known.Length > 0 && meant.Any(part => !known.Any(other => isSame(part, other)));
    }

    private static IEnumerable<string> PartsOf(object? value) =>
        ColumnValue.Plain(value).Split('\n', ',', ';').Select(part => part.Trim()).Where(part => part.Length > 0);

    // A column such as Number or RecipientNo often contains the number of an order, an invoice or a customer.
    private static bool IsNumber(string words, string text) =>
        text.Count(char.IsDigit) >= 6
        && !text.Any(char.IsLetter)
        && (text[0] == '+' || !s_identifier.IsMatch(words) || (text[0] == '0' && text.Any(static letter => !char.IsDigit(letter))));

    /// <summary>Whether two paths have the same file name. Extensions are ignored, because a document may have been converted.</summary>
    private static bool IsSameFile(string path, string other) =>
        StemOf(path).Equals(StemOf(other), StringComparison.OrdinalIgnoreCase);

    private static string StemOf(string path)
    {
        string name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        return name.LastIndexOf('.') is > 0 and var end ? name.Substring(0, end) : name;
    }

    /// <summary>Whether two numbers have the same digits, or one ends with the digits of the other, which has no country code.</summary>
    private static bool IsSameNumber(string number, string other) =>
        DigitsOf(number) is var digits
        && DigitsOf(other) is var others
        && (digits.EndsWith(others, StringComparison.Ordinal) || others.EndsWith(digits, StringComparison.Ordinal));

    private static string DigitsOf(string number) => string.Concat(number.Replace("(0)", "").Where(char.IsDigit)).TrimStart('0');
}
