namespace FaxPlus.Client.Operations;

/// <summary>What somebody gave to name one thing.</summary>
internal static class Id
{
    /// <summary>
    /// The id without the blanks around it, as copying leaves them. An empty one would address the whole collection, and dots another one.
    /// </summary>
    public static string Demand(string? id, string what = "id", string advice = "Give the id as the service shows it.")
    {
        string given = id?.Trim() ?? "";
        return given is "" or "." or ".."
            ? throw new FaxPlusException(FaxPlusErrorKind.BadRequest, given.Length == 0 ? $"The {what} is empty." : $"'{given}' is no {what}.") { RecommendedAction = advice }
            : given;
    }
}
