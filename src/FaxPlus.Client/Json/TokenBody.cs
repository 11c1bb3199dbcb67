namespace FaxPlus.Client.Json;

/// <summary>The response of a token endpoint (API reference 2.2 and 4).</summary>
internal sealed class TokenBody
{
    public string? AccessToken { get; set; }

    public string? RefreshToken { get; set; }

    public int? ExpiresIn { get; set; }

    public int? RefreshExpiresIn { get; set; }
}
