namespace FaxPlus.Client.Http;

/// <summary>What somebody gave to name one thing.</summary>
internal static class RequiredId
{
    /// <summary>More than any address takes; a file's text, most of the time.</summary>
    private const int MaxLength = 2000;

    /// <summary>
    /// The id without the blanks around it, as copying leaves them. An empty one would address the whole collection, and dots another one.
    /// </summary>
    public static string From(string? id, string what = "id", string advice = "Give the id as the service shows it.")
    {
        string given = id?.Trim() ?? "";
        if (given.Length > MaxLength) throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} has {given.Length} characters, which is far too long.") { RecommendedAction = advice };
        return given is "" or "." or ".."
            ? throw new FaxPlusException(FaxPlusErrorKind.BadRequest, given.Length == 0 ? $"The {what} is empty." : $"'{given}' is no {what}.") { RecommendedAction = advice }
            : given;
    }
}
