using System.Linq;

namespace FaxPlus.Client.Http;

internal static class ApiPath
{
    /// <summary>Returns the path <c>/accounts/{user_id}/…</c> with encoded segments.</summary>
    public static string Of(string userId, params string[] parts) =>
        "/accounts/" + QueryString.Segment(RequiredId.From(userId, "user id"))
        + string.Concat(parts.Select(static part => "/" + QueryString.Segment(RequiredId.From(part))));
}
