using System.Text.RegularExpressions;

namespace FaxPlus;

/// <summary>
/// Masks the secrets in addresses: user names and passwords, and query parameters that authorize a request, such as the key of an Azure
/// Function (code), the token of an Automation webhook (token) and the signature of a shared access signature (sig).
/// </summary>
internal static class AddressSecrets
{
    private const string Hidden = "********";

    private static readonly Regex s_userInfo = new(@"(?<=://)[^\s/?#""'<>]*@", RegexOptions.CultureInvariant);

    private static readonly Regex s_parameter = new(
        @"(?<=(?:[?&;]|\\u0026)(?:sig|signature|code|auth|authorization|pass|pwd|hmac|sas"
            + @"|[\w.-]*(?:token|secret|password|credentials?|key))=)[^\s&;#""'<>]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex s_value = new(@"(?<=[?&;][^=&;#]*=)[^&;#]+", RegexOptions.CultureInvariant);

    /// <summary>Returns the text with the secrets in its addresses masked.</summary>
    public static string Hide(string text)
    {
        string hidden = text.IndexOf('@') < 0 ? text : s_userInfo.Replace(text, Hidden + "@");
        return hidden.IndexOf('=') < 0 ? hidden : s_parameter.Replace(hidden, Hidden);
    }

    /// <summary>
    /// Returns the address with the values of all parameters masked, because the parameter for a webhook key may have any name.
    /// </summary>
    public static string HideAll(string? address) => address is null ? "" : s_value.Replace(Hide(address), Hidden);
}
