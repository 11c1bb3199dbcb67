using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>Requests pages of faxes (GET /accounts/{user_id}/faxes).</summary>
internal sealed class FaxPages(ApiClient api, string userId)
{
    /// <summary>The maximum number of records that the service returns in a page.</summary>
    public const int Limit = 50;

    public async Task<IReadOnlyList<Fax>> GetAsync(
        string? category, DateTimeOffset? after, DateTimeOffset? before, int limit, CancellationToken cancellationToken, int offset = 0)
    {
        var query = new List<KeyValuePair<string, string>>();
        if (category is not null) query.Add(ApiClient.Parameter("category", category.ToLowerInvariant()));
        if (after is DateTimeOffset from) query.Add(ApiClient.Parameter("after", FaxTime.Format(from)));
        if (before is DateTimeOffset to) query.Add(ApiClient.Parameter("before", FaxTime.Format(to)));
        query.Add(ApiClient.Parameter("limit", limit.ToString(CultureInfo.InvariantCulture)));
        if (offset > 0) query.Add(ApiClient.Parameter("offset", offset.ToString(CultureInfo.InvariantCulture)));

        FaxList answer = await api.GetAsync<FaxList>(
            FaxPlusOperations.ListFaxes, QueryString.Add(ApiPath.Of(userId, "faxes"), query), cancellationToken).ConfigureAwait(false);
        List<Fax> faxes = answer.Data?.Records ?? [];
        faxes.RemoveAll(static fax => fax is null);
        foreach (Fax fax in faxes) fax.UserId = userId;
        return faxes;
    }

    /// <summary>
    /// Whether a fax has been deleted since it was listed. In this case, GET /accounts/{user_id}/faxes/{fax_id} returns 404.
    /// </summary>
    public async Task<bool> IsDeletedAsync(Fax fax, CancellationToken cancellationToken)
    {
        if (fax.Id is null) return false;
        try
        {
            await api.GetAsync<Fax>(FaxPlusOperations.GetFax, ApiPath.Of(userId, "faxes", fax.Id), cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (FaxPlusException exception)
        {
            return exception.Kind == FaxPlusErrorKind.NotFound;
        }
    }
}
