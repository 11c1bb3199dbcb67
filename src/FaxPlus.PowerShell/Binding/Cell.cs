using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Data.SqlTypes;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Reads the values of rows and parameters. A database null is an empty cell. A value that cannot be converted causes an error.
/// PowerShell's own conversion would convert any object to text, and omit row values that it cannot convert.
/// </summary>
internal static class Cell
{
    /// <summary>Above this value, a Single cannot represent every whole number.</summary>
    private const float MaxExactSingle = 1 << 24;

    /// <summary>Above this value, a Double cannot represent every whole number.</summary>
    private const double MaxExactDouble = 1L << 53;

    // Error values have localized names, such as #BEZUG!. A spreadsheet shows ##### for a number that is wider than its column.
    private static readonly Regex s_spreadsheetError = new(@"^(#[A-Z/0]+[!?]|#N/A|#NV|#{4,})$", RegexOptions.CultureInvariant);

    private static readonly Regex s_shortened = new(
        @"^\s*\d([.,]\d+)?E\+?\d+\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>
    /// The replacement for an empty cell. The command itself then refuses the cell, uses the default value, or skips the row. For an empty
    /// string, PowerShell would write its own error, which would end a run with -ErrorAction Stop.
    /// </summary>
    public const string Blank = " ";

    private const string LostAdvice =
        "Read the file with its original encoding, such as Import-Csv -Encoding Latin1, and check the export of the list.";

    /// <summary>The value without its wrapper; null for every representation of null.</summary>
    public static object? Bare(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare is DBNull or INullable { IsNull: true } or NullString
            || ReferenceEquals(value, AutomationNull.Value)
            || ReferenceEquals(bare, AutomationNull.Value)
            ? null
            : bare;
    }

    /// <summary>Whether a cell is empty.</summary>
    public static bool IsBlank(object? value) => Bare(value) switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        IEnumerable items and not IDictionary => items.Cast<object?>().All(IsBlank),
        _ => false,
    };

    /// <summary>Whether all columns of a row are empty, such as in a CSV line that contains only commas.</summary>
    public static bool IsBlankRow(PSObject row)
    {
        try
        {
            return row.BaseObject switch
            {
                string text => string.IsNullOrWhiteSpace(text),
                DataRow data => data.ItemArray.All(IsBlank),
                DataRowView view => view.Row.ItemArray.All(IsBlank),
                PSCustomObject => row.Properties.All(column => IsBlank(column.Value)),
                var item => TypeOrigin.HasColumns(item) && row.Properties.Any() && row.Properties.All(column => IsBlank(column.Value)),
            };
        }
        catch (GetValueException)
        {
            // A calculated column failed. The row does not count as blank, so that the command reports the error.
            return false;
        }
    }

    /// <summary>The values of a list, or the single value.</summary>
    public static IEnumerable<object?> Items(object? value) =>
        Bare(value) is IEnumerable items and not (string or IDictionary) ? items.Cast<object?>() : [value];

    /// <summary>The value as text; null for an empty value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="allowLost">Whether replacement characters (U+FFFD) are allowed, such as in a file name.</param>
    public static string? Text(object? value, bool allowLost = false)
    {
        object?[] items = [.. Items(value)];
        if (items.Length > 1) throw Unreadable($"'{string.Join(", ", items.Select(Shown))}' is a list.", "Specify a single value.");
        string? text = items.Length == 0 ? null : OfOne(items[0]);
        if (allowLost || text is null || !IsDamaged(text)) return text;
        string cause = text.IndexOf('\0') < 0
            ? "has lost characters because of a wrong encoding."
            : "contains the character NUL, because it is binary data, or UTF-16 text that was read with another encoding.";
        throw Unreadable($"'{Shown(text)}' {cause}", LostAdvice);
    }

    /// <summary>Refuses a spreadsheet error value, such as #REF!, where text is expected. Fax numbers have a separate check.</summary>
    public static string? Checked(string? text) => text is null || !s_spreadsheetError.IsMatch(text)
        ? text
        : throw Unreadable($"'{text}' is a spreadsheet error value.", "Correct the cell.");

    /// <summary>
    /// Refuses a number in scientific notation, such as 1.41556E+10, because the spreadsheet has discarded its last digits.
    /// </summary>
    public static void CheckDigits(string? text)
    {
        if (text is null || !s_shortened.IsMatch(text)) return;
        throw Unreadable($"A spreadsheet has shortened the number '{text}', and its last digits are lost.", "Format the column as text.");
    }

    /// <summary>
    /// Converts a time back to JSON text, because ConvertFrom-Json converts text in the format of JSON times to times. Returns any other
    /// value unchanged.
    /// </summary>
    public static object? OfJson(object? value) => Bare(value) switch
    {
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        _ => value,
    };

    /// <summary>
    /// Whether a text contains NUL, a replacement character, or a lone surrogate, which would be encoded as a replacement character.
    /// </summary>
    public static bool IsDamaged(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '\uFFFD' or '\0') return true;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }

        return false;
    }

    public static Exception Unreadable(string cause, string advice = "") => new UnreadableValueException(cause, advice);

    /// <summary>Formats a value for a message.</summary>
    public static string Shown(object? value)
    {
        string text = PrintableText.Of(Convert.ToString(Bare(value), CultureInfo.InvariantCulture) ?? "");
        return text.Length <= 100 ? text : text.Substring(0, 100) + "…";
    }

    private static string? OfOne(object? value)
    {
        switch (Bare(value))
        {
            case null:
                return null;
            case string text:
                return text;
            case IFormattable when value is PSObject
                && value.ToString() is { Length: > 1 } typed
                && (typed[0] is '0' or '+')
                && typed.Skip(1).All(char.IsDigit):
                // PowerShell preserves the typed text of a number, such as 0123.
                return typed;
            case double when value is PSObject && value.ToString() is { } typed && typed.IndexOf('E') > 0:
                // The number was typed in scientific notation, such as 1.41556E+10, and was probably copied from a spreadsheet.
                return typed;
            case FileSystemInfo file:
                // In Windows PowerShell, ToString may return only the file name.
                return file.FullName;
            case float single when Math.Abs(single) >= MaxExactSingle:
                throw Unreadable($"{Shown(value)} is a single-precision number, whose last digits are lost.", "Store the number as text.");
            case double rounded when Math.Abs(rounded) > MaxExactDouble:
                throw Unreadable($"{Shown(value)} is a floating-point number, whose last digits are lost.", "Store the number as text.");
            case double or float when Math.Floor(Convert.ToDouble(Bare(value), CultureInfo.InvariantCulture)) is var whole
                && whole == Convert.ToDouble(Bare(value), CultureInfo.InvariantCulture):
                // Spreadsheets store whole numbers, such as 14155550123, as floating-point numbers.
                return ((long)whole).ToString(CultureInfo.InvariantCulture);
            case decimal exact when decimal.Truncate(exact) == exact:
                // A database adds the decimal places of the column, such as in 14155550123.00.
                return decimal.Truncate(exact).ToString(CultureInfo.InvariantCulture);
            case IFormattable formattable:
                return formattable.ToString(null, CultureInfo.InvariantCulture);
            case IDictionary or IEnumerable or PSCustomObject or ScriptBlock:
                throw Unreadable($"A {Name(value)} is not text.");
            case var other:
                string? given = other.ToString();
                return given is null || given == other.GetType().ToString() ? throw Unreadable($"A {Name(value)} is not text.") : given;
        }
    }

    private static string Name(object? value) => Bare(value) is PSCustomObject ? "custom object" : Bare(value)!.GetType().Name;
}
