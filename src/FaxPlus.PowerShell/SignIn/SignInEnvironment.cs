using System;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>Reads credentials and addresses from environment variables.</summary>
internal static class SignInEnvironment
{
    public static FaxPlusClientOptions Read(Func<OAuthApplication, OAuthApplication> prepare)
    {
        if (Value("FAXPLUS_PAT") is string pat) return new FaxPlusClientOptions(new Secret(pat));

        string? id = Value("FAXPLUS_CLIENT_ID"), secret = Value("FAXPLUS_CLIENT_SECRET"), token = Value("FAXPLUS_REFRESH_TOKEN");
        if (id is null && secret is null && token is null)
        {
            throw new FaxPlusException(FaxPlusErrorKind.NotConnected, "The environment variable FAXPLUS_PAT is not set.")
            {
                RecommendedAction = "Set FAXPLUS_PAT to a personal access token; or FAXPLUS_CLIENT_ID, " +
                    "FAXPLUS_CLIENT_SECRET and FAXPLUS_REFRESH_TOKEN to an OAuth grant.",
            };
        }

        var application = new OAuthApplication(
            id ?? throw Missing("FAXPLUS_CLIENT_ID"), new Secret(secret ?? throw Missing("FAXPLUS_CLIENT_SECRET")));
        return new FaxPlusClientOptions(
            new OAuthGrant(prepare(application), new Secret(token ?? throw Missing("FAXPLUS_REFRESH_TOKEN")))
            {
                Source = "FAXPLUS_REFRESH_TOKEN",
                SourceAdvice = Advice.KeepRefreshToken,
            });
    }

    /// <summary>Returns the specified address, or otherwise the address in the environment variable.</summary>
    public static Uri? Address(Uri? given, string variable)
    {
        if (given is not null) return given;
        string? text = Value(variable);
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri uri)
            ? uri
            : throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The environment variable {variable} is not an address.")
            {
                RecommendedAction = $"Set the variable to an address such as {FaxPlusDefaults.ApiUri}, or remove the variable.",
            };
    }

    private static string? Value(string name) =>
        Environment.GetEnvironmentVariable(name) is string text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static FaxPlusException Missing(string variable) =>
        new(FaxPlusErrorKind.NotConnected, $"The environment contains a part of an OAuth grant, but {variable} is not set.")
        {
            RecommendedAction = "Set FAXPLUS_CLIENT_ID, FAXPLUS_CLIENT_SECRET and FAXPLUS_REFRESH_TOKEN, or FAXPLUS_PAT alone.",
        };
}
