using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Emulator;

/// <summary>An area of a country in which numbers are sold. The state is null if the country has no states.</summary>
internal sealed record ShopArea(string CallingCode, string City, string? State);

/// <summary>A country of the shop. A country without areas is listed, but has no numbers.</summary>
internal sealed record ShopCountry(
    string Iso, string Name, string CountryCode, int LocalDigits, decimal MonthlyFee, int Months, params ShopArea[] Areas)
{
    public bool IsAvailable => Areas.Length > 0;
}

/// <summary>Generates the offers of the shop, which are always the same.</summary>
internal static class ShopCatalogue
{
    private const int Supply = 1000;

    // The step is coprime to 10, so that all generated numbers of an area differ.
    private const long Step = 7919;
    private const long Start = 5_550_123;

    public static readonly IReadOnlyList<ShopCountry> Countries =
    [
        new(
            "US", "United States", "1", 7, 4.99m, 1,
            new("212", "New York", "NY"), new("415", "San Francisco", "CA"), new("650", "San Mateo", "CA")),
        new("CA", "Canada", "1", 7, 4.99m, 1, new("416", "Toronto", "ON"), new("514", "Montréal", "QC")),
        new("GB", "United Kingdom", "44", 8, 9.99m, 1, new("20", "London", null), new("29", "Cardiff", null)),
        new("DE", "Germany", "49", 7, 9.99m, 3, new("30", "Berlin", null), new("89", "München", null)),
        new("CH", "Switzerland", "41", 7, 8.25m, 12, new("22", "Genève", null), new("44", "Zürich", null)),
        new("BR", "Brazil", "55", 8, 0m, 1),
        new("JP", "Japan", "81", 8, 0m, 1),
    ];

    public static ShopCountry Country(string iso) =>
        Countries.FirstOrDefault(c => c.Iso == iso) ?? throw ApiException.NotFound($"There is no country '{iso}'.");

    public static ShopArea Area(ShopCountry country, string callingCode) =>
        Array.Find(country.Areas, a => a.CallingCode == callingCode)
        ?? throw ApiException.NotFound($"There is no area '{callingCode}' in {country.Name}.");

    /// <summary>
    /// Returns the numbers of an area that end with the specified digits, or any numbers if no digits are specified. The numbers and their
    /// order are always the same.
    /// </summary>
    public static IEnumerable<ShopOffer> Numbers(ShopCountry country, ShopArea area, string digits)
    {
        var free = country.LocalDigits - digits.Length;
        if (free < 0) return [];
        var possible = (long)Math.Pow(10, free);
        return Enumerable.Range(0, (int)Math.Min(Supply, possible)).Select(i =>
        {
            var local = free == 0 ? "" : (((i * Step) + Start) % possible).ToString($"D{free}");
            return new ShopOffer(country, area, $"+{country.CountryCode}{area.CallingCode}{local}{digits}", digits.Length > 0);
        });
    }
}
