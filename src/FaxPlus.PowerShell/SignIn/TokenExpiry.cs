using System;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>Checks the declared expiration time of a token at sign-in.</summary>
internal static class TokenExpiry
{
    private const string Renew = "Create a new token in the Fax.Plus dashboard (Integrations, then API) with the same scopes, " +
        "for 90 days at most; both tokens work until the old token expires.";
    private static readonly TimeSpan s_warnBefore = TimeSpan.FromDays(14);

    /// <exception cref="FaxPlusException">The token has expired.</exception>
    public static void Check(DateTimeOffset? expiresOn, Action<string> warn)
    {
        if (expiresOn is not DateTimeOffset end) return;
        if (end == DateTimeOffset.MinValue)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "-ExpiresOn is not an unambiguous date.")
            {
                RecommendedAction = "Write the year first: 2027-02-28, or 2027-02-28T08:00:00Z.",
            };
        }

        TimeSpan left = end - DateTimeOffset.UtcNow;
        if (left <= TimeSpan.Zero)
        {
            throw new FaxPlusException(FaxPlusErrorKind.TokenExpired, $"The token expired on {end.ToLocalTime():d}.")
            {
                RecommendedAction = Renew,
            };
        }

        if (left > s_warnBefore) return;
        string when = left.TotalDays < 1 ? "in less than a day" : left.TotalDays < 2 ? "in one day" : $"in {(int)left.TotalDays} days";
        warn($"The token expires on {end.ToLocalTime():d}, {when}. {Renew}");
    }
}
