using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Sessions;
using FaxPlus.PowerShell.SignIn;

namespace FaxPlus.PowerShell;

/// <summary>
/// Signs in to Voipex with a user name and a password. The password is used only once and is not stored; the refresh token renews the
/// sign-in.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "Voipex")]
[OutputType(typeof(VoipexSession))]
public sealed class ConnectVoipexCommand : SignInCmdlet<VoipexSession>
{
    /// <summary>The user's name and password. The command prompts for them if they are omitted.</summary>
    // This parameter is not mandatory, because PowerShell's own error for a missing credential would show the script line, which may
    // contain a secret.
    [Parameter(Position = 0)]
    [SecretCredential]
    public PSCredential? Credential { get; set => field = HideLine(value); }

    /// <summary>The base address of the token service.</summary>
    [Parameter]
    [Address]
    public Uri? AuthUri { get; set; }

    /// <summary>The base address for calls, numbers and recordings.</summary>
    [Parameter]
    [Address]
    public Uri? ApiUri { get; set; }

    /// <summary>The base address for SMS.</summary>
    [Parameter]
    [Address]
    public Uri? SmsUri { get; set; }

    /// <summary>Returns the session, for -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override VoipexSession SignIn()
    {
        if (AuthUri is null && (ApiUri ?? SmsUri) is not null)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                "Requests would be sent to the specified address, but the password to Voipex's own token service.")
            {
                RecommendedAction = "Also specify -AuthUri.",
            };
        }

        PSCredential credential = Credential ?? Prompt();
        Secret password = SecretCredentialAttribute.PasswordOf(credential);
        var connection = new VoipexConnection(credential.UserName) { UserAgent = ClientProvider.UserAgent };
        if (AuthUri is not null) connection.AuthUri = AuthUri;
        if (ApiUri is not null) connection.ApiUri = ApiUri;
        if (SmsUri is not null) connection.SmsUri = SmsUri;
        IVoipexClient client = ClientProvider.Factory.CreateVoipex(connection);
        try
        {
            Await(async stop =>
            {
                await client.SignInAsync(password, Observer, stop);
                return true;
            });
            return new VoipexSession(client, connection);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private PSCredential Prompt()
    {
        try
        {
            return Host.UI.PromptForCredential(MyInvocation.MyCommand.Name, "The user's name and password", "", "") ?? PSCredential.Empty;
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or PSNotImplementedException or HostException)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                "No credential is specified, and PowerShell cannot prompt for it.",
                exception)
            {
                RecommendedAction = "Specify a PSCredential, such as the output of Get-Credential or Get-AutomationPSCredential.",
            };
        }
    }

    private protected override void SignedIn(VoipexSession session)
    {
        if (PassThru) WriteObject(session);
    }

    // The password is not stored.
    private protected override string SecretOf(VoipexSession session) => session.UserName;

    private protected override void Close(VoipexSession session) => session.Close();
}
