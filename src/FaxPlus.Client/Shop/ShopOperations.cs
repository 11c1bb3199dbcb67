using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Shop;

internal sealed class ShopOperations(ApiClient api) : IShopOperations
{
    private const string Countries = "/shop/numbers/countries";

    public Task<Balance> GetBalanceAsync(CancellationToken cancellationToken) =>
        api.GetAsync<Balance>(FaxPlusOperations.GetBalance, "/shop/balance", cancellationToken);

    public async Task<IReadOnlyList<Country>> ListCountriesAsync(CancellationToken cancellationToken)
    {
        CountryList answer = await api.GetAsync<CountryList>(FaxPlusOperations.ListCountries, Countries, cancellationToken)
            .ConfigureAwait(false);
        return [.. (answer.Countries ?? []).Where(static country => country is not null)];
    }

    public async Task<IReadOnlyList<Area>> ListAreasAsync(string country, CancellationToken cancellationToken)
    {
        string iso = Iso(country);
        AreaList answer = await api.GetAsync<AreaList>(
            FaxPlusOperations.ListAreas, $"{Countries}/{QueryString.Segment(iso)}/areas", cancellationToken).ConfigureAwait(false);
        List<Area> areas = [.. (answer.Areas ?? []).Where(static area => area is not null)];
        foreach (Area area in areas) area.Country = iso;
        return areas;
    }

    public async Task<IReadOnlyList<NumberOffer>> FindNumbersAsync(
        string country, string callingCode, string? contains, CancellationToken cancellationToken)
    {
        string path =
            $"{Countries}/{QueryString.Segment(Iso(country))}/areas/{QueryString.Segment(Given(callingCode, "calling code"))}/numbers";
        string target = contains is null
            ? QueryString.Add(path, [ApiClient.Parameter("channel", "random")])
            : QueryString.Add(path, [ApiClient.Parameter("channel", "custom"), ApiClient.Parameter("contains", contains)]);
        OfferList answer = await api.GetAsync<OfferList>(FaxPlusOperations.FindNumbers, target, cancellationToken).ConfigureAwait(false);
        return [.. (answer.Numbers ?? []).Where(static offer => offer is not null)];
    }

    public async Task<FaxNumber> BuyNumberAsync(NumberOffer offer, CancellationToken cancellationToken)
    {
        if (offer is null) throw new ArgumentNullException(nameof(offer));
        var body = new PurchaseBody { ItemId = Given(offer.ItemId, "item") };
        try
        {
            FaxNumber bought = await api.GetAsync<FaxNumber>(
                FaxPlusOperations.BuyNumber,
                "/shop/numbers/purchase",
                cancellationToken,
                _ => ApiClient.JsonBody(body)).ConfigureAwait(false);
            bought.Number ??= offer.Number;
            return bought;
        }
        catch (FaxPlusException error) when (error.MayHaveTakenEffect)
        {
            throw InDoubt(offer, error);
        }
        catch (FaxPlusException error) when (error.StatusCode == 402)
        {
            throw error.WithAdvice("Check the balance, and add credit in the Fax.Plus dashboard.", FaxPlusAdvice.Balance);
        }
    }

    private static FaxPlusException InDoubt(NumberOffer offer, FaxPlusException cause) =>
        new(FaxPlusErrorKind.InDoubt, $"It is not known whether {offer.Number} was bought: {cause.Message}", cause)
        {
            StatusCode = cause.StatusCode,
            ErrorCode = cause.ErrorCode,
            ResponseBody = cause.ResponseBody,
            Operation = cause.Operation,
            RequiredScopes = cause.RequiredScopes,
            MayHaveTakenEffect = true,
            RecommendedAction = $"Do not buy again yet. Check whether the account has the number {offer.Number}, "
                + "and whether its balance has decreased.",
            Advice = FaxPlusAdvice.NumbersAndBalance,
        };

    /// <summary>Returns the country code in upper case, as in the service's list of countries.</summary>
    private static string Iso(string country) => Given(country, "country").ToUpperInvariant();

    private static string Given(string? value, string what) =>
        RequiredId.From(value, what, "Specify the value as shown in the lists of countries, areas and numbers for sale.");
}
