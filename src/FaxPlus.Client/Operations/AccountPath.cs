using System.Linq;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Operations;

internal static class AccountPath
{
    /// <summary><c>/accounts/{user_id}/…</c>, each part encoded.</summary>
    public static string Of(string userId, params string[] parts) =>
        "/accounts/" + QueryString.Segment(Id.Demand(userId, "user id")) + string.Concat(parts.Select(static part => "/" + QueryString.Segment(Id.Demand(part))));
}
