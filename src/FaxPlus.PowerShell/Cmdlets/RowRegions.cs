using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Checks unused columns that specify a country, because the command would otherwise parse the numbers of the row as numbers of another
/// country. Such a column has a name other than Region, or the command line contains -Region, which takes precedence over the column. The
/// class also checks columns that contain a separate area code or calling code.
/// </summary>
internal sealed class RowRegions(FaxPlusCmdlet cmdlet, ParameterMetadata[] accepted)
{
    private const string Region = "Region";

    // Names of columns that specify a country, in addition to all names that contain "country".
    private static readonly string[] s_countries =
    [
        "Land", "Nation", "Pays", "Pais", "País", "Paese", "Staat", "RegionCode", "UsageLocation",
    ];

    // Short names that may specify a country, but often have another meaning.
    private static readonly string[] s_short = ["C", "Co", "Iso", "IsoCode", "Ctry", "Reg"];

    // Names of columns that contain a part of the number, if the value in the column consists of digits.
    private static readonly string[] s_prefixEnds =
    [
        "AreaCode", "CityCode", "DialCode", "DialingCode", "DiallingCode", "CallingCode", "PhoneCode", "StdCode", "Vorwahl", "Indicatif",
        "Prefijo", "Prefisso", "FaxPrefix", "NumberPrefix", "PhonePrefix",
    ];

    private const int MaxWarnings = 20;

    private static readonly string[] s_numbers = ["To", "FaxNumber", "Number"];

    private readonly bool _isAccepted = Array.Exists(accepted, parameter => parameter.Name == Region);
    private readonly HashSet<string> _warned = new(StringComparer.OrdinalIgnoreCase);
    private readonly string? _given = cmdlet.MyInvocation.BoundParameters.TryGetValue(Region, out object? given) ? given as string : null;

    /// <summary>Whether a column may specify a country, an area code or a calling code that the command does not use.</summary>
    public bool IsNamed(string column) =>
        _isAccepted
        && (Is(column, Region)
            ? _given is not null
            : IsCountry(column) || MayBeCountry(column) || IsPrefix(column));

    /// <summary>Checks a column that <see cref="IsNamed"/> selects.</summary>
    /// <exception cref="FaxPlusException">
    /// The column specifies a country other than the country with which the command parses the number of the row, or a code that the number
    /// does not contain.
    /// </exception>
    public void Check(PSObject row, string column, object? value)
    {
        string country = $"{Cell.Bare(value)}".Trim();
        if (IsPrefix(column))
        {
            CheckPrefix(row, column, country);
            return;
        }

        if (country.Length == 0
            || CurrentRegion() is not { } used
            || NationalNumberOf(row, used) is not { } number
            || (_given is null && row.Properties[Region] is { } region && !Cell.IsBlank(ColumnValue.Of(region))))
        {
            return;
        }

        bool isCallingCode = CountryName.IsCallingCode(country);
        string[] named = isCallingCode ? [] : CountryName.CodesOf(country);
        if (isCallingCode
            ? !IsCountry(column) || IsReadIn(country, number, used)
            : named.Contains(used, StringComparer.OrdinalIgnoreCase) || named.Any(other => AreSame(number, used, other)))
        {
            return;
        }

        if (!isCallingCode && named.Length == 0)
        {
            bool isName = country.Count(char.IsLetter) > 2;
            if (isName && (IsCountry(column) || Is(column, Region)) && _warned.Count < MaxWarnings && _warned.Add($"{column}: {country}"))
            {
                cmdlet.WriteWarning(
                    $"The value '{Cell.Shown(country)}' in the column '{column}' is not used: " +
                    $"numbers without a country code are parsed as numbers of {used}.");
            }

            return;
        }

        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            $"The row has '{Cell.Shown(country)}' in a column '{column}', which is not used; " +
            $"the number of the row would be parsed as a number of {used}.")
        {
            RecommendedAction = Is(column, Region)
                ? "Omit -Region, and specify the default for other rows with Connect-FaxPlus -Region. " +
                    "Or write the number with + and the country code."
                : "Rename the column to Region and write its values as two letters, such as US; " +
                    "or write the number with + and the country code.",
        };
    }

    /// <summary>Refuses an area code or a calling code in a separate column, unless the number of the row contains the code.</summary>
    private void CheckPrefix(PSObject row, string column, string prefix)
    {
        string digits = DigitsOf(prefix);
        string? region = _given
            ?? (row.Properties[Region] is { } own && !Cell.IsBlank(ColumnValue.Of(own)) ? ColumnValue.Plain(own) : CurrentRegion());
        if (digits.Length == 0
            || prefix.Any(char.IsLetter)
            || region is null
            || NationalNumberOf(row, region) is not { } number)
        {
            return;
        }

        bool isInternational = prefix[0] == '+' || prefix.StartsWith("00", StringComparison.Ordinal);
        bool isContained = CountryName.IsCallingCode(prefix)
                && (isInternational || !LettersOf(column).EndsWith("AreaCode", StringComparison.OrdinalIgnoreCase))
            ? IsReadIn(prefix, number, region)
            : DigitsOf(number).StartsWith(digits, StringComparison.Ordinal) && (digits[0] == '0' || IsNorthAmerican(region));
        if (isContained) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            $"The row has '{Cell.Shown(prefix)}' in a column '{column}', which is not used; " +
            $"the number '{Cell.Shown(number)}' of the row would be used without it.")
        {
            RecommendedAction = "Write the complete number in one column, with + and the country code, and remove the other column.",
        };
    }

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsDigit));

    private string? CurrentRegion() =>
        _given
        ?? (cmdlet.MyInvocation.BoundParameters.TryGetValue("Session", out object? session)
            ? session as FaxPlusSession
            : RunspaceSession<FaxPlusSession>.Of(cmdlet))?.Region;

    private static string LettersOf(string column) => string.Concat(column.Where(char.IsLetter));

    private static bool IsCountry(string column) =>
        LettersOf(column) is var letters
        && !letters.StartsWith("Is", StringComparison.OrdinalIgnoreCase)
        && !letters.StartsWith("Birth", StringComparison.OrdinalIgnoreCase)
        && (letters.IndexOf("Country", StringComparison.OrdinalIgnoreCase) >= 0
            || letters.StartsWith("Länder", StringComparison.OrdinalIgnoreCase)
            || s_countries.Contains(letters, StringComparer.OrdinalIgnoreCase)
            || WordsOf(column).Any(word => s_countries.Contains(word, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Whether a column may contain an area code or a calling code. Examples are AreaCode and Vorwahl.</summary>
    private static bool IsPrefix(string column) =>
        !IsCountry(column)
        && LettersOf(column) is var letters
        && (Is(letters, "Prefix") || Array.Exists(s_prefixEnds, end => letters.EndsWith(end, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a column may contain a country, depending on its value. Examples are c, Zielland and Landescode.</summary>
    private static bool MayBeCountry(string column) =>
        LettersOf(column) is var letters
        && (s_short.Contains(letters, StringComparer.OrdinalIgnoreCase)
            || letters.EndsWith("land", StringComparison.OrdinalIgnoreCase)
            || letters.StartsWith("Landes", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> WordsOf(string column) => column.Split(' ', '/', '-', '_', '.');

    /// <summary>Whether a number has the specified calling code after it is parsed with a region.</summary>
    private static bool IsReadIn(string callingCode, string number, string region) =>
        // The command itself reports a number that cannot be parsed.
        Parsed(number, region)?.StartsWith("+" + callingCode.TrimStart('+', '0'), StringComparison.Ordinal) != false;

    /// <summary>
    /// Whether parsing a number with either of two regions has the same result, such as with the United States and Canada.
    /// </summary>
    private static bool AreSame(string number, string region, string other) =>
        Parsed(number, region) is { } parsed && parsed == Parsed(number, other);

    private static string? Parsed(string number, string region)
    {
        try
        {
            return ClientProvider.Factory.Numbers.Parse(number, region);
        }
        catch (FaxPlusException)
        {
            return null;
        }
    }

    /// <summary>The first number without a country code in a row; null if there is none.</summary>
    private string? NationalNumberOf(PSObject row, string region)
    {
        IEnumerable<string> names = accepted
            .Where(parameter => s_numbers.Contains(parameter.Name))
            .SelectMany(parameter => parameter.Aliases.Append(parameter.Name))
            .Concat(s_numbers);
        return names
            .Select(name => row.Properties[name])
            .OfType<PSPropertyInfo>()
            .SelectMany(number => Cell.Items(ColumnValue.Of(number)))
            .Select(item => $"{Cell.Bare(item)}".Trim())
            .FirstOrDefault(number => IsNational(number, region));
    }

    /// <summary>
    /// Whether a text contains a number without a country code; a word such as Fax may precede the number. Names and ids do not count as
    /// numbers.
    /// </summary>
    private static bool IsNational(string text, string region)
    {
        int begin = text.IndexOfAny([.. "+＋0123456789"]);
        return begin >= 0
            && text[begin] is not ('+' or '＋')
            && string.CompareOrdinal(text, begin, "00", 0, 2) != 0
            && !(string.CompareOrdinal(text, begin, "011", 0, 3) == 0 && IsNorthAmerican(region))
            && text.Skip(begin).All(letter => !char.IsLetter(letter));
    }

    /// <summary>
    /// Whether numbers of a region have the calling code 1. There, 011 is the prefix of international calls; in Italy, it is an area code.
    /// </summary>
    private static bool IsNorthAmerican(string region) => Parsed("2015550123", region) == "+12015550123";

    private static bool Is(string given, string name) => string.Equals(given, name, StringComparison.OrdinalIgnoreCase);
}
