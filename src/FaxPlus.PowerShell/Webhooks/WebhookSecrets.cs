using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.Webhooks;

/// <summary>Checks the signing secrets of webhooks.</summary>
internal static class WebhookSecrets
{
    /// <summary>Creates an object with the secrets. An invalid secret ends the command before the command reads a message.</summary>
    public static T Demand<T>(FaxPlusCmdlet cmdlet, SecureString[]? secrets, Func<IReadOnlyList<Secret>, T> make)
    {
        if (secrets is not { Length: > 0 } && cmdlet.MyInvocation.BoundParameters.ContainsKey("Secret"))
        {
            // Without a secret, no signature would be checked.
            cmdlet.End(
                new FaxPlusException(FaxPlusErrorKind.BadRequest, "-Secret is empty.")
                {
                    RecommendedAction = "Specify the signing secret, or omit the parameter.",
                },
                null);
        }

        secrets ??= [];
        if (PlainTextSecretAttribute.AnyPlain(secrets))
        {
            cmdlet.WriteWarning(
                "The webhook secret was specified as plain text, which may remain in the command history and in transcripts. Use " +
                "Read-Host -AsSecureString or a secret from a vault instead.");
        }

        try
        {
            return make([.. secrets.Select(secret => new Secret(secret))]);
        }
        catch (FaxPlusException exception)
        {
            cmdlet.End(exception, null);
            throw;
        }
    }
}
