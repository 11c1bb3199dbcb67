using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Recognizes countries by the names and codes that the operating system provides.</summary>
internal static class CountryName
{
    private static readonly Lazy<ILookup<string, string>> s_regions = new(static () => CultureInfo
        .GetCultures(CultureTypes.SpecificCultures)
        .Select(static culture => RegionOf(culture.Name))
        .OfType<RegionInfo>()
        .SelectMany(static region => NamesOf(region).Select(name => (Name: name, Code: region.TwoLetterISORegionName)))
        .Concat([(Name: "UK", Code: "GB"), (Name: "EL", Code: "GR")])
        .ToLookup(static item => Key(item.Name), static item => item.Code, StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// Whether a text is a calling code such as 41, +41 or 0041. Three digits without a prefix do not count, because they may be a numeric
    /// country code of ISO 3166.
    /// </summary>
    public static bool IsCallingCode(string text) =>
        text.TrimStart('+', '0') is { Length: > 0 and <= 4 } digits
        && digits.All(static letter => letter is >= '0' and <= '9')
        && (text.Length <= 2 || text[0] == '+' || text.StartsWith("00", StringComparison.Ordinal));

    /// <summary>
    /// The two-letter codes of the countries that a text names; usually one or none. A text such as 'Germany (DE)' may contain both the
    /// name and the code.
    /// </summary>
    public static string[] CodesOf(string text)
    {
        // The text n/a usually means a missing value, but its letters are the code of Namibia. Damaged text names no country;
        // string.Normalize would throw an exception for a lone surrogate.
        if (text.Equals("n/a", StringComparison.OrdinalIgnoreCase) || Cell.IsDamaged(text)) return [];
        string[] whole = Find(text);
        return whole.Length > 0 ? whole : [.. text.Split('(', ')', '-', '–', '/', ',', ':').SelectMany(Find).Distinct()];
    }

    private static string[] Find(string text) => Key(text) is { Length: > 1 } key ? [.. s_regions.Value[key].Distinct()] : [];

    private static IEnumerable<string> NamesOf(RegionInfo region) =>
        new[]
        {
            region.TwoLetterISORegionName, region.ThreeLetterISORegionName, region.EnglishName, region.NativeName, region.DisplayName,
        }.Where(static name => !string.IsNullOrEmpty(name));

    /// <summary>The letters of a name without accents, for comparison: Österreich and Oesterreich have the same key.</summary>
    private static string Key(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormD).Where(char.IsLetterOrDigit))
            .ToUpperInvariant()
            .Replace("OE", "O")
            .Replace("AE", "A")
            .Replace("UE", "U");

    private static RegionInfo? RegionOf(string name)
    {
        try
        {
            return new RegionInfo(name);
        }
        catch (ArgumentException)
        {
            // The culture has no region.
            return null;
        }
    }
}
