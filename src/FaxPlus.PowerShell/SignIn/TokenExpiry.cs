using System;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>Checks the declared expiration time of a token at sign-in.</summary>
internal static class TokenExpiry
{
    private const string Renew = "Create a new token in the Fax.Plus dashboard (Integrations, then API) with the same scopes " +
        "and a lifetime of at most 90 days; both tokens work until the old token expires.";
    private const string SignInAgain = "Sign in again with Connect-FaxPlus and an authorization in the browser (-OAuth).";
    private static readonly TimeSpan s_warnBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(1);

    /// <exception cref="FaxPlusException">The token has expired.</exception>
    public static void Check(DateTimeOffset? expiresOn, bool isGrant, Action<string> warn)
    {
        string renew = isGrant ? SignInAgain : Renew;
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
            throw new FaxPlusException(
                FaxPlusErrorKind.TokenExpired, FormattableString.Invariant($"The token expired on {end.ToLocalTime():yyyy-MM-dd}."))
            {
                RecommendedAction = renew,
            };
        }

        if (left > s_warnBefore) return;
        // The tolerance covers the time since -ExpiresOn was evaluated, so that (Get-Date).AddDays(5) results in 5 days.
        int days = (int)(left + s_tolerance).TotalDays;
        string when = days < 1 ? "in less than a day" : days == 1 ? "in one day" : $"in {days} days";
        warn(FormattableString.Invariant($"The token expires on {end.ToLocalTime():yyyy-MM-dd}, {when}. {renew}"));
    }
}
