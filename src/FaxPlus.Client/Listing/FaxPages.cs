using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Listing;

/// <summary>One request for faxes: GET /accounts/{user_id}/faxes.</summary>
internal sealed class FaxPages(Transport transport, string userId)
{
    /// <summary>The most records that the service gives at a time.</summary>
    public const int Limit = 50;

    public async Task<IReadOnlyList<Fax>> GetAsync(string? category, DateTimeOffset? after, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var query = new List<KeyValuePair<string, string>>();
        if (category is not null) query.Add(Transport.Parameter("category", category.ToLowerInvariant()));
        if (after is DateTimeOffset from) query.Add(Transport.Parameter("after", FaxTime.Format(from)));
        if (before is DateTimeOffset to) query.Add(Transport.Parameter("before", FaxTime.Format(to)));
        query.Add(Transport.Parameter("limit", limit.ToString(CultureInfo.InvariantCulture)));

        FaxList answer = await transport.GetAsync<FaxList>(FaxPlusOperations.ListFaxes, QueryString.Add(AccountPath.Of(userId, "faxes"), query), cancellationToken).ConfigureAwait(false);
        List<Fax> faxes = answer.Data?.Records ?? [];
        faxes.RemoveAll(static fax => fax is null);
        foreach (Fax fax in faxes) fax.UserId = userId;
        return faxes;
    }
}
