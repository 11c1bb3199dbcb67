using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Reads and compares the values of columns, including calculated columns.</summary>
internal static class ColumnValue
{
    /// <summary>The value of a column.</summary>
    /// <exception cref="FaxPlusException">The script that calculates the value failed.</exception>
    public static object? Of(PSPropertyInfo column)
    {
        try
        {
            return column.Value;
        }
        catch (GetValueException exception)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"The column {column.Name} of the row cannot be read: {exception.Message}",
                exception)
            {
                RecommendedAction = "Correct the script that calculates the column.",
            };
        }
    }

    /// <summary>Whether a column that the command does not use has a value. A property that cannot be read counts as empty.</summary>
    public static bool IsFilled(PSPropertyInfo column)
    {
        try
        {
            return !Cell.IsBlank(column.Value);
        }
        catch (GetValueException)
        {
            return false;
        }
    }

    /// <summary>The value of a column as text, without the provider prefix of PSPath.</summary>
    /// <exception cref="FaxPlusException">See <see cref="Of"/>.</exception>
    public static string Plain(PSPropertyInfo column) => Plain(Of(column));

    /// <summary>A value as text, without the provider prefix of PSPath.</summary>
    public static string Plain(object? value)
    {
        string text = string.Join(
            "\n",
            Cell.Items(value).Select(item => Convert.ToString(Cell.Bare(item), CultureInfo.InvariantCulture)));
        int provider = text.IndexOf("FileSystem::", StringComparison.OrdinalIgnoreCase);
        return (provider < 0 ? text : text.Substring(provider + "FileSystem::".Length)).Trim();
    }

    /// <summary>The normalized parts of a list, separated by line breaks. Different spellings of a number or a path become equal.</summary>
    public static string FormOf(string text) =>
        string.Join("\n", text.Split('\n', ',', ';').Select(part => part.Trim()).Where(part => part.Length > 0).Select(FormOfPart));

    private static string FormOfPart(string part) => part.Any(char.IsLetter)
        ? (part.StartsWith("./", StringComparison.Ordinal) ? part.Substring(2) : part).TrimEnd('/')
        : part.Length > 5 && part.All(c => char.IsDigit(c) || " +-.()/".IndexOf(c) >= 0) ? string.Concat(part.Where(char.IsDigit)) : part;

    /// <summary>Refuses different values in columns that belong to the same parameter.</summary>
    public static void CheckEqual(
        PSPropertyInfo[] filled, ParameterMetadata parameter, StringComparison comparison = StringComparison.Ordinal)
    {
        if (Array.Find(filled, column => !FormOf(Plain(column)).Equals(FormOf(Plain(filled[0])), comparison)) is not { } other) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            $"The row has '{Cell.Shown(Of(filled[0]))}' in the column {filled[0].Name} and " +
            $"'{Cell.Shown(Of(other))}' in the column {other.Name}, which both belong to the parameter {parameter.Name}.")
        {
            RecommendedAction = $"Remove one of the columns, such as with Select-Object * -ExcludeProperty {other.Name}.",
        };
    }

    /// <summary>
    /// Refuses a row whose uids or e-mail addresses identify different members. Also refuses a row with the value self in the column
    /// UserId, because such a row is a contact or a fax rather than a member.
    /// </summary>
    public static void CheckMember(PSPropertyInfo[] filled, ParameterMetadata parameter)
    {
        foreach (bool isEmail in new[] { true, false })
        {
            PSPropertyInfo[] alike = [.. filled.Where(column => Plain(column).Contains('@') == isEmail)];
            CheckEqual(alike, parameter, StringComparison.OrdinalIgnoreCase);
        }

        if (!Array.Exists(filled, column => column.Name == "UserId" && Plain(column) == FaxPlusDefaults.Self)) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            "The row has 'self' in the column UserId, like the rows of contacts and faxes, " +
            "and does not specify a member.")
        {
            RecommendedAction = "Specify a uid or an e-mail address, or remove the column with Select-Object * -ExcludeProperty UserId.",
        };
    }
}
