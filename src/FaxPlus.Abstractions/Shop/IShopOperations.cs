using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>The shop (API reference 3.7).</summary>
public interface IShopOperations
{
    /// <summary>GET /shop/balance.</summary>
    Task<Balance> GetBalanceAsync(CancellationToken cancellationToken = default);

    /// <summary>GET /shop/numbers/countries.</summary>
    Task<IReadOnlyList<Country>> ListCountriesAsync(CancellationToken cancellationToken = default);

    /// <summary>GET /shop/numbers/countries/{iso}/areas.</summary>
    Task<IReadOnlyList<Area>> ListAreasAsync(string country, CancellationToken cancellationToken = default);

    /// <summary>GET /shop/numbers/countries/{iso}/areas/{calling_code}/numbers: a few numbers, not all that there are.</summary>
    /// <param name="country">The country's two letters.</param>
    /// <param name="callingCode">The area's calling code.</param>
    /// <param name="contains">Digits that the number has; null for any. The service may ask more for a number of one's choice.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<NumberOffer>> FindNumbersAsync(string country, string callingCode, string? contains = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// POST /shop/numbers/purchase. It spends money, and is never made a second time once it was sent, whatever the answer.
    /// What the service answers beside the number is not documented.
    /// </summary>
    /// <exception cref="FaxPlusException">InDoubt: the answer was lost, and nobody can tell whether the number was bought.</exception>
    Task<FaxNumber> BuyNumberAsync(NumberOffer offer, CancellationToken cancellationToken = default);
}
