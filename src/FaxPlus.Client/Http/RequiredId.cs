namespace FaxPlus.Client.Http;

/// <summary>Checks an id that a caller specifies.</summary>
internal static class RequiredId
{
    /// <summary>The maximum length. A longer value is usually the contents of a file that were passed by mistake.</summary>
    private const int MaxLength = 2000;

    /// <summary>
    /// Returns the id without surrounding white space. An empty id is refused, because the request would go to the path of the collection.
    /// The ids <c>.</c> and <c>..</c> are refused, because the request would go to another path.
    /// </summary>
    public static string From(string? id, string what = "id", string advice = "Specify the id as the service shows it.")
    {
        string given = id?.Trim() ?? "";
        if (given.Length > MaxLength)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} has {given.Length} characters, which is far too long.")
            {
                RecommendedAction = advice,
            };
        }

        return given is "" or "." or ".."
            ? throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest, given.Length == 0 ? $"The {what} is empty." : $"'{given}' is not a valid {what}.")
            {
                RecommendedAction = advice,
            }
            : given;
    }
}
