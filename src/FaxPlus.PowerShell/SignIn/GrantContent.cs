using System.Collections;
using System.Management.Automation;
using System.Security;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>Converts an OAuth grant to and from the hashtable that a vault stores, with ClientId, ClientSecret and RefreshToken.</summary>
internal static class GrantContent
{
    public static bool IsOf(Hashtable grant, OAuthApplication application) => Part(grant, "ClientId") == application.ClientId;

    public static bool IsSame(Hashtable left, Hashtable right) =>
        Part(left, "ClientId") == Part(right, "ClientId") && Part(left, "RefreshToken") == Part(right, "RefreshToken");

    public static Hashtable Of(OAuthApplication application, Secret? refreshToken)
    {
        var content = new Hashtable { ["ClientId"] = application.ClientId, ["ClientSecret"] = Protect(application.ClientSecret) };
        if (refreshToken is not null) content["RefreshToken"] = Protect(refreshToken);
        return content;
    }

    public static string? Part(Hashtable grant, string key) => grant[key] switch
    {
        string text => text,
        SecureString hidden => new Secret(hidden).Reveal(),
        PSObject { BaseObject: string text } => text,
        _ => null,
    };

    private static SecureString Protect(Secret secret)
    {
        var hidden = new SecureString();
        foreach (char c in secret.Reveal()) hidden.AppendChar(c);
        hidden.MakeReadOnly();
        return hidden;
    }
}
