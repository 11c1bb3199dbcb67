using FaxPlus.Client.Http;

namespace FaxPlus.Client.Operations;

internal static class AccountPath
{
    /// <summary><c>/accounts/{user_id}/…</c>, each part encoded.</summary>
    public static string Of(string userId, params string[] parts)
    {
        string path = "/accounts/" + Encoded(userId, "user id");
        foreach (string part in parts) path += "/" + Encoded(part, "id");
        return path;
    }

    /// <summary>An empty id would address the whole collection, and dots another one.</summary>
    private static string Encoded(string part, string what)
    {
        if (string.IsNullOrWhiteSpace(part) || part is "." or "..")
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} is empty.")
            {
                RecommendedAction = "Give the id as the service shows it.",
            };
        }

        return QueryString.Segment(part.Trim());
    }
}
