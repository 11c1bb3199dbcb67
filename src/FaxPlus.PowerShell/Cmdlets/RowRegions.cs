using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Checks unused columns that specify a country, because the command would parse the numbers of the row as numbers of another country. Such
/// a column has a name other than Region, or the command line contains -Region, which takes precedence over the column.
/// </summary>
internal sealed class RowRegions(FaxPlusCmdlet cmdlet, ParameterMetadata[] accepted)
{
    private const string Region = "Region";

    private static readonly string[] s_countries =
    [
        "Country", "CountryCode", "CountryRegion", "RegionCode", "IsoCountry", "Land", "Nation",
    ];

    private static readonly string[] s_numbers = ["To", "FaxNumber", "Number"];

    private readonly bool _isAccepted = Array.Exists(accepted, parameter => parameter.Name == Region);
    private readonly string? _given = cmdlet.MyInvocation.BoundParameters.TryGetValue(Region, out object? given) ? given as string : null;

    /// <summary>Whether a column may specify a country that the command does not use.</summary>
    public bool IsNamed(string column) =>
        _isAccepted
        && (Is(column, Region)
            ? _given is not null
            : s_countries.Contains(string.Concat(column.Where(char.IsLetter)), StringComparer.OrdinalIgnoreCase));

    /// <summary>Checks a column that <see cref="IsNamed"/> selects.</summary>
    /// <exception cref="FaxPlusException">
    /// The column specifies a country other than the country with which the command parses the number of the row.
    /// </exception>
    public void Check(PSObject row, string column, object? value)
    {
        if (Cell.Bare(value) is not string text || CurrentRegion() is not { } used) return;
        string country = text.Trim();
        bool isCode = country.Length == 2 && country.All(char.IsLetter);
        if (!isCode
            || Is(country, used)
            || !HasNationalNumber(row)
            || (_given is null && row.Properties[Region] is { } region && !Cell.IsBlank(ColumnValue.Of(region))))
        {
            return;
        }

        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            $"The row has '{country}' in a column '{column}', which is not used; " +
            $"the number of the row would be parsed as a number of {used}.")
        {
            RecommendedAction = Is(column, Region)
                ? "Omit -Region, and specify the default for other rows with Connect-FaxPlus -Region. " +
                    "Or write the number with + and the country code."
                : "Rename the column to Region, or write the number with + and the country code.",
        };
    }

    private string? CurrentRegion() =>
        _given
        ?? (cmdlet.MyInvocation.BoundParameters.TryGetValue("Session", out object? session)
            ? session as FaxPlusSession
            : RunspaceSession<FaxPlusSession>.Current)?.Region;

    private bool HasNationalNumber(PSObject row)
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
            .Any(number => number.Length > 0
                && number.All(letter => !char.IsLetter(letter))
                && !number.StartsWith("+", StringComparison.Ordinal)
                && !number.StartsWith("00", StringComparison.Ordinal));
    }

    private static bool Is(string given, string name) => string.Equals(given, name, StringComparison.OrdinalIgnoreCase);
}
