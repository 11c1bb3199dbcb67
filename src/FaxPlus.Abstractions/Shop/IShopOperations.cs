using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>The shop (API reference 3.7).</summary>
public interface IShopOperations
{
    /// <summary>Reads the balance (GET /shop/balance).</summary>
    Task<Balance> GetBalanceAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the countries of the shop (GET /shop/numbers/countries).</summary>
    Task<IReadOnlyList<Country>> ListCountriesAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the areas of a country (GET /shop/numbers/countries/{iso}/areas).</summary>
    Task<IReadOnlyList<Area>> ListAreasAsync(string country, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns a selection of the numbers for sale in an area (GET /shop/numbers/countries/{iso}/areas/{calling_code}/numbers).
    /// </summary>
    /// <param name="country">The two-letter code of the country.</param>
    /// <param name="callingCode">The area's calling code.</param>
    /// <param name="contains">
    /// The digits that the number contains; null for any digits. The service may charge more for a chosen number.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<NumberOffer>> FindNumbersAsync(
        string country, string callingCode, string? contains = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Buys a number with POST /shop/numbers/purchase, which spends money. The client never retries the request, regardless of the
    /// response. The number is the only documented field of the response.
    /// </summary>
    /// <exception cref="FaxPlusException">
    /// InDoubt: the response was lost, so the client cannot determine whether the number was bought.
    /// </exception>
    Task<FaxNumber> BuyNumberAsync(NumberOffer offer, CancellationToken cancellationToken = default);
}
