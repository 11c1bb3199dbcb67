using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Recognizes countries by the names and codes that the operating system knows.</summary>
internal static class CountryName
{
    private static readonly Lazy<ILookup<string, string>> s_regions = new(static () => CultureInfo
        .GetCultures(CultureTypes.SpecificCultures)
        .Select(static culture => RegionOf(culture.Name))
        .OfType<RegionInfo>()
        .SelectMany(static region => NamesOf(region).Select(name => (Name: name, Code: region.TwoLetterISORegionName)))
        .Concat([(Name: "UK", Code: "GB"), (Name: "EL", Code: "GR")])
        .ToLookup(static item => Key(item.Name), static item => item.Code, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a text is a calling code such as 41, +41 or 0041.</summary>
    public static bool IsCallingCode(string text) =>
        text.TrimStart('+', '0') is { Length: > 0 and <= 4 } digits && digits.All(static letter => letter is >= '0' and <= '9');

    /// <summary>The countries with a name or a code, as two letters; usually one or none.</summary>
    public static string[] CodesOf(string text) => [.. s_regions.Value[Key(text)].Distinct()];

    private static IEnumerable<string> NamesOf(RegionInfo region) =>
        new[]
        {
            region.TwoLetterISORegionName, region.ThreeLetterISORegionName, region.EnglishName, region.NativeName, region.DisplayName,
        }.Where(static name => !string.IsNullOrEmpty(name));

    private static string Key(string name) => string.Concat(name.Where(char.IsLetterOrDigit));

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
