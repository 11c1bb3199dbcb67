namespace FaxPlus;

/// <summary>
/// Parses telephone numbers in the formats that people and spreadsheets use. An ambiguous number causes an error that states the reason.
/// The parser makes no request.
/// </summary>
public interface INumberParser
{
    /// <summary>Returns the number in the format that the service requires, <c>+&lt;country&gt;&lt;number&gt;</c> (E.164).</summary>
    /// <param name="text">The number.</param>
    /// <param name="region">The country of numbers without a country code, as two letters; null to refuse such numbers.</param>
    /// <exception cref="FaxPlusException">The number is ambiguous or cannot exist, or the region is unknown.</exception>
    string Parse(string? text, string? region = null);

    /// <summary>
    /// Returns the numbers to send from in the format that the service requires. The text contains one or more of the following, separated
    /// by commas: a number, with or without an extension such as <c>*12</c>; the uid of an account without a number; <c>no_number</c>.
    /// </summary>
    /// <param name="text">The numbers.</param>
    /// <param name="region">The country of numbers without a country code, as two letters; null to refuse such numbers.</param>
    /// <exception cref="FaxPlusException">A number is ambiguous or cannot exist, or the region is unknown.</exception>
    string ParseSender(string? text, string? region = null);

    /// <summary>Returns the region as two capital letters (ISO 3166).</summary>
    /// <exception cref="FaxPlusException">The text is not the region code of a country.</exception>
    string ParseRegion(string? region);
}
