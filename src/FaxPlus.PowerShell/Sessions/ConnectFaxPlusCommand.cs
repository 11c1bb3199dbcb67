using System;
using System.Management.Automation;
using System.Security;

namespace FaxPlus.PowerShell;

/// <summary>Signs in to Fax.Plus. No request is made: a wrong token shows with the first call.</summary>
[Cmdlet(VerbsCommunications.Connect, "FaxPlus", DefaultParameterSetName = PatSet)]
[OutputType(typeof(FaxPlusSession))]
public sealed class ConnectFaxPlusCommand : FaxPlusCmdlet
{
    private const string PatSet = "Pat";
    private const string CredentialSet = "Credential";
    private const string EnvironmentSet = "Environment";
    private const int WarnDays = 14;

    /// <summary>The personal access token.</summary>
    [Parameter(ParameterSetName = PatSet, Mandatory = true, Position = 0, HelpMessage = "The personal access token from the Fax.Plus dashboard")]
    [PlainTextSecret]
    public SecureString Pat { get; set; } = null!;

    /// <summary>A credential whose password is the personal access token; the user name is of no account.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>Takes the token from the environment variable FAXPLUS_PAT.</summary>
    [Parameter(ParameterSetName = EnvironmentSet, Mandatory = true)]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>The scopes that the token was given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    public string[] Scope { get; set; } = [];

    /// <summary>When the token ends.</summary>
    [Parameter]
    public DateTimeOffset? ExpiresOn { get; set; }

    /// <summary>The base address of the API; else FAXPLUS_API_URI, else the service itself.</summary>
    [Parameter]
    public Uri? ApiUri { get; set; }

    /// <summary>The base address of the accounts service; else FAXPLUS_ACCOUNTS_URI, else the service itself.</summary>
    [Parameter]
    public Uri? AccountsUri { get; set; }

    /// <summary>The number to send from unless Send-FaxPlusFax names another.</summary>
    [Parameter]
    public string? DefaultFrom { get; set; }

    /// <summary>Gives out the session, to be used with -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        bool plain = ParameterSetName == PatSet && PlainTextSecretAttribute.WasPlain(Pat);
        if (plain) CommandLine.Hide(MyInvocation);
        try
        {
            Connect();
        }
        catch (FaxPlusException exception)
        {
            ThrowTerminatingError(Errors.ToRecord(exception, null));
        }

        if (plain)
        {
            WriteWarning("The token was given as plain text, which stays in the history and in transcripts. Better: leave -Pat out and type it when asked, use -FromEnvironment, or a credential from a vault with -Credential.");
        }
    }

    private void Connect()
    {
        var connection = new FaxPlusConnection(ReadToken());
        if (Address(ApiUri, "FAXPLUS_API_URI") is Uri api) connection.ApiUri = api;
        if (Address(AccountsUri, "FAXPLUS_ACCOUNTS_URI") is Uri accounts) connection.AccountsUri = accounts;
        CheckExpiry();

        var session = new FaxPlusSession(connection, ClientProvider.Create)
        {
            DefaultFrom = string.IsNullOrWhiteSpace(DefaultFrom) ? null : DefaultFrom,
            Scope = Scope,
            ExpiresOn = ExpiresOn?.ToUniversalTime(),
        };
        RunspaceSession.Set(session);
        WriteVerbose($"Signed in with a personal access token for {session.ApiUri}. It is used with the first call.");
        if (PassThru) WriteObject(session);
    }

    private Secret ReadToken() => ParameterSetName switch
    {
        CredentialSet => new Secret(Credential.Password),
        EnvironmentSet => new Secret(FromVariable("FAXPLUS_PAT") ?? throw new FaxPlusException(FaxPlusErrorKind.NotConnected, "The environment variable FAXPLUS_PAT is not set.")
        {
            RecommendedAction = "Set FAXPLUS_PAT to a personal access token, or sign in with -Pat or -Credential.",
        }),
        _ => new Secret(Pat),
    };

    private void CheckExpiry()
    {
        if (ExpiresOn is not DateTimeOffset end) return;
        const string renew = "Make a new one in the Fax.Plus dashboard (Integrations, then API); both work until the old one ends.";
        TimeSpan left = end - DateTimeOffset.UtcNow;
        if (left <= TimeSpan.Zero)
        {
            throw new FaxPlusException(FaxPlusErrorKind.TokenExpired, $"The token ended on {end.ToLocalTime():d}.") { RecommendedAction = renew };
        }

        if (left <= TimeSpan.FromDays(WarnDays)) WriteWarning($"The token ends on {end.ToLocalTime():d}, in {Math.Max(1, (int)left.TotalDays)} day(s). {renew}");
    }

    private static Uri? Address(Uri? given, string variable)
    {
        if (given is not null) return given;
        string? text = FromVariable(variable);
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri uri) ? uri : throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The environment variable {variable} is not an address: '{text}'.")
        {
            RecommendedAction = $"Set it to an address such as {FaxPlusDefaults.ApiUri}, or remove it.",
        };
    }

    private static string? FromVariable(string name) =>
        Environment.GetEnvironmentVariable(name) is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
