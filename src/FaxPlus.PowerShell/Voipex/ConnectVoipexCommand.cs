using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>Signs in to Voipex with a user name and a password. The password serves this one sign-in and is not kept: what renews it is the refresh token.</summary>
[Cmdlet(VerbsCommunications.Connect, "Voipex")]
[OutputType(typeof(VoipexSession))]
public sealed class ConnectVoipexCommand : FaxPlusCmdlet
{
    /// <summary>The user's name and password.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>The base address of the token service.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? AuthUri { get; set; }

    /// <summary>The base address for calls, numbers and recordings.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUri { get; set; }

    /// <summary>The base address for SMS.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? SmsUri { get; set; }

    /// <summary>Gives out the session, to be used with -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        IVoipexClient? client = null;
        try
        {
            if (AuthUri is null && (ApiUri ?? SmsUri) is Uri other)
            {
                throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"Calls would go to {other.GetLeftPart(UriPartial.Authority)}, but the password to Voipex's own token service.")
                {
                    RecommendedAction = "Give -AuthUri too.",
                };
            }

            var connection = new VoipexConnection(Credential.UserName);
            if (AuthUri is not null) connection.AuthUri = AuthUri;
            if (ApiUri is not null) connection.ApiUri = ApiUri;
            if (SmsUri is not null) connection.SmsUri = SmsUri;
            client = ClientProvider.Factory.CreateVoipex(connection);
            IVoipexClient signedIn = client;
            Await(async stop =>
            {
                await signedIn.SignInAsync(new Secret(Credential.Password), Observer, stop);
                return true;
            });
            var session = new VoipexSession(client, connection);
            RunspaceSession<VoipexSession>.Set(session);
            client = null;
            if (PassThru) WriteObject(session);
        }
        catch (FaxPlusException exception)
        {
            ThrowTerminatingError(Errors.ToRecord(this, exception, null));
        }
        finally
        {
            client?.Dispose();
        }
    }
}
