using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Compares column names, and creates the advice for misspelt names.</summary>
internal static class ColumnName
{
    // A byte order mark, invisible spaces and quotation marks.
    private static readonly char[] s_invisible = ['\uFEFF', '\u200B', '\u00A0', '"', '\''];

    // Shorter names are similar to too many other words.
    private const int ShortestName = 4, ShortestSimilar = 3;

    /// <summary>The name and the aliases of a parameter.</summary>
    public static IEnumerable<string> NamesOf(ParameterMetadata parameter) => parameter.Aliases.Prepend(parameter.Name);

    /// <summary>The column of a row that a parameter accepts; the name of the parameter if the row has no such column.</summary>
    public static string In(PSObject row, ParameterMetadata parameter) =>
        NamesOf(parameter).FirstOrDefault(name => row.Properties[name] is not null) is { } name
            ? row.Properties[name].Name
            : parameter.Name;

    /// <summary>Whether a parameter accepts a column with this name.</summary>
    public static bool HasName(ParameterMetadata parameter, string column) =>
        NamesOf(parameter).Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>A name without surrounding invisible characters and quotation marks.</summary>
    public static string Trimmed(string name)
    {
        string trimmed = name.StartsWith("ï»¿", StringComparison.Ordinal) ? name.Substring(3) : name;
        return trimmed.Trim(s_invisible).Trim().Trim(s_invisible);
    }

    /// <summary>The letters and digits of a name.</summary>
    public static string WordOf(string name) => string.Concat(name.Where(char.IsLetterOrDigit));

    /// <summary>Whether a column has the letters of a parameter's name, or of its plural.</summary>
    public static bool HasLetters(ParameterMetadata parameter, string column)
    {
        string words = WordOf(Trimmed(column));
        return string.Equals(words, parameter.Name, StringComparison.OrdinalIgnoreCase) || IsPlural(words, parameter.Name);
    }

    /// <summary>A column name for a command, in quotation marks if necessary.</summary>
    public static string Quoted(string column) => column.All(char.IsLetterOrDigit) ? column : $"'{column.Replace("'", "''")}'";

    /// <summary>Whether a text is the plural of a name.</summary>
    public static bool IsPlural(string words, string name) => string.Equals(words, name + "s", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text is a misspelling of a name, or lacks only the ending Id.</summary>
    public static bool IsMisspelt(string words, string name) =>
        (name.Length >= ShortestName && words.Length >= ShortestSimilar && Misspelling.Is(words, name))
        || string.Equals(words + "Id", name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The advice for a misspelt column.</summary>
    public static string Misnamed(string column, string meant) =>
        Trimmed(column).Length == column.Length
            ? $"Rename the column to {meant}, or remove the column with Select-Object * -ExcludeProperty '{column.Replace("'", "''")}'."
            : char.IsWhiteSpace(column[column.Length - 1]) || char.IsWhiteSpace(column[0])
                ? $"Remove the space from the header of the list: '{column}' must be '{meant}'."
                : "The header of the list begins with a byte order mark or another invisible character. " +
                    $"Save the list as UTF-8, and read it with Import-Csv. The column must be '{meant}'.";
}
