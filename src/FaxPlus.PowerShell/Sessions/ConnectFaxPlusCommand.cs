using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace FaxPlus.PowerShell;

/// <summary>Signs in to Fax.Plus with a personal access token or with OAuth 2.0.</summary>
[Cmdlet(VerbsCommunications.Connect, "FaxPlus", DefaultParameterSetName = PatSet)]
[OutputType(typeof(FaxPlusSession))]
public sealed class ConnectFaxPlusCommand : FaxPlusCmdlet
{
    private const string PatSet = "Pat";
    private const string CredentialSet = "Credential";
    private const string EnvironmentSet = "Environment";
    private const string SecretSet = "Secret";
    private const string BrowserSet = "OAuth";
    private const string CodeSet = "OAuthCode";
    private const string RefreshSet = "OAuthRefresh";

    /// <summary>The personal access token.</summary>
    [Parameter(ParameterSetName = PatSet, Mandatory = true, Position = 0, HelpMessage = "The personal access token from the Fax.Plus dashboard")]
    [Alias("Token")]
    [PlainTextSecret]
    public SecureString Pat { get; set; } = null!;

    /// <summary>A credential whose password is the personal access token; the user name is of no account.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>Takes the token from FAXPLUS_PAT, or an OAuth grant from FAXPLUS_CLIENT_ID, FAXPLUS_CLIENT_SECRET and FAXPLUS_REFRESH_TOKEN.</summary>
    [Parameter(ParameterSetName = EnvironmentSet, Mandatory = true)]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>Signs in with OAuth 2.0.</summary>
    [Parameter(ParameterSetName = BrowserSet, Mandatory = true)]
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    [Parameter(ParameterSetName = RefreshSet, Mandatory = true)]
    public SwitchParameter OAuth { get; set; }

    /// <summary>The id of the OAuth application.</summary>
    [Parameter(ParameterSetName = BrowserSet, Mandatory = true)]
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    [Parameter(ParameterSetName = RefreshSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the OAuth application.</summary>
    [Parameter(ParameterSetName = BrowserSet, Mandatory = true)]
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    [Parameter(ParameterSetName = RefreshSet, Mandatory = true)]
    [PlainTextSecret]
    public SecureString ClientSecret { get; set; } = null!;

    /// <summary>The redirect address that the application is registered with.</summary>
    [Parameter(ParameterSetName = BrowserSet, Mandatory = true)]
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    public Uri RedirectUri { get; set; } = null!;

    /// <summary>Opens no browser: prints the address, and takes the code or the redirect address that a person pastes.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>How many seconds to wait for the browser to come back.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [ValidateRange(1, 3600)]
    public int SignInTimeout { get; set; } = 300;

    /// <summary>An authorization code that was got elsewhere, alone or in the whole redirect address. The state in it cannot be checked.</summary>
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    [PlainTextSecret]
    public SecureString AuthorizationCode { get; set; } = null!;

    /// <summary>A refresh token of an earlier sign-in.</summary>
    [Parameter(ParameterSetName = RefreshSet, Mandatory = true)]
    [PlainTextSecret]
    public SecureString RefreshToken { get; set; } = null!;

    /// <summary>The secret of a SecretManagement vault that holds the token or the OAuth grant; with -OAuth, where the grant is kept.</summary>
    [Parameter(ParameterSetName = SecretSet, Mandatory = true)]
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = CodeSet)]
    [Parameter(ParameterSetName = RefreshSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault; without it, SecretManagement's default one.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = CodeSet)]
    [Parameter(ParameterSetName = RefreshSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Sends the parameters of token requests in the query rather than in the body.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = CodeSet)]
    [Parameter(ParameterSetName = RefreshSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    public SwitchParameter TokenParametersInQuery { get; set; }

    /// <summary>The scopes that the token was given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [Texts(SkipsBlanks = true)]
    public string[] Scope { get; set; } = [];

    /// <summary>When the token ends.</summary>
    [Parameter]
    [Time]
    public DateTimeOffset? ExpiresOn { get; set; }

    /// <summary>The base address of the API; else FAXPLUS_API_URI, else the service itself.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUri { get; set; }

    /// <summary>The base address of the accounts service; else FAXPLUS_ACCOUNTS_URI, else the service itself.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? AccountsUri { get; set; }

    /// <summary>The number to send from unless Send-FaxPlusFax names another.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NumberCompleter))]
    public string? DefaultFrom { get; set; }

    /// <summary>Gives out the session, to be used with -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        bool plain = PlainTextSecretAttribute.AnyPlain(Pat, ClientSecret, AuthorizationCode, RefreshToken);
        if (plain) CommandLine.Hide(MyInvocation);
        try
        {
            Connect();
        }
        catch (FaxPlusException exception)
        {
            ThrowTerminatingError(Errors.ToRecord(this, exception, null));
        }

        if (plain)
        {
            WriteWarning("A secret was given as plain text, which stays in the history and in transcripts. Better: leave the parameter out and type it when asked, use -FromEnvironment, or take it from a vault with -SecretName or -Credential.");
        }
    }

    private void Connect()
    {
        TokenEnd.Check(ExpiresOn, WriteWarning);
        FaxPlusConnection connection = SignIn();
        if (SignInEnvironment.Address(ApiUri, "FAXPLUS_API_URI") is Uri api) connection.ApiUri = api;
        var session = new FaxPlusSession(connection, ClientProvider.Create)
        {
            DefaultFrom = string.IsNullOrWhiteSpace(DefaultFrom) ? null : DefaultFrom,
            // OAuth asks for the scope "all" (API reference 2.2, 2.3).
            Scope = Scope.Length == 0 && connection.Grant is not null ? ["all"] : Scope,
            ExpiresOn = ExpiresOn?.ToUniversalTime(),
            SecretName = SecretName,
        };
        if (SignInEnvironment.Address(AccountsUri, "FAXPLUS_ACCOUNTS_URI") is Uri accounts) session.AccountsUri = ServiceConnection.Safe(accounts, "accounts service");
        RunspaceSession<FaxPlusSession>.Set(session);
        string[] odd = [.. Scope.Select(FaxPlusScopes.Normalize).Where(scope => scope.Length > 0 && !FaxPlusScopes.IsKnown(scope))];
        if (odd.Length > 0) WriteWarning($"Scopes that the vendor does not document: {string.Join(", ", odd)}. Compare with Get-FaxPlusScope; one that is written wrongly opens nothing, whatever Test-FaxPlusScope then says of it.");
        WriteVerbose($"Signed in ({session.Kind}) for {session.ApiUri}.");
        if (PassThru) WriteObject(session);
    }

    private FaxPlusConnection SignIn()
    {
        // Nobody should sign in for a grant that then cannot be kept.
        if (SecretName is not null) VaultSecret.Demand(this);
        switch (ParameterSetName)
        {
            case PatSet:
                return new FaxPlusConnection(new Secret(Pat));
            case CredentialSet:
                return new FaxPlusConnection(new Secret(Credential.Password));
            case EnvironmentSet:
                return SignInEnvironment.Read(Prepare);
            case SecretSet:
                return new VaultSecret(SecretName!, Vault).Connect(this, Prepare);
            case RefreshSet:
                return Keep(new OAuthGrant(Prepare(new OAuthApplication(ClientId, new Secret(ClientSecret))), new Secret(RefreshToken)) { Source = "-RefreshToken" });
            default:
                OAuthApplication application = Prepare(new OAuthApplication(ClientId, new Secret(ClientSecret)) { RedirectUri = RedirectUri });
                using (ISignIn signIn = ClientProvider.Factory.BeginSignIn(application))
                {
                    return Keep(ParameterSetName == CodeSet
                        ? Await(stop => signIn.RedeemFromElsewhereAsync(new Secret(AuthorizationCode), Observer, stop))
                        : InBrowser(signIn));
                }
        }
    }

    private OAuthGrant InBrowser(ISignIn signIn)
    {
        if (NoBrowser || !signIn.CanListen) return Paste(signIn);

        signIn.Listen();
        Browser.Open(signIn.LoginUri, signIn.GiveUp);
        WriteVerbose($"Waiting for the browser to come back from {signIn.LoginUri.GetLeftPart(UriPartial.Path)}.");
        return Await(stop => signIn.WaitForRedirectAsync(TimeSpan.FromSeconds(SignInTimeout), Observer, stop));
    }

    private OAuthGrant Paste(ISignIn signIn)
    {
        // PowerShell itself would end the script here, without an error.
        if (Host.Name == "ConsoleHost" && Console.IsInputRedirected) throw NoPrompt(null);
        SecureString pasted;
        try
        {
            Host.UI.WriteLine("Open this address in a browser, sign in, and approve:");
            Host.UI.WriteLine("");
            Host.UI.WriteLine(signIn.LoginUri.AbsoluteUri);
            Host.UI.WriteLine("");
            Host.UI.WriteLine("Then paste the address that the browser ends at, or the code in it (it is not shown), and press Enter.");
            pasted = Host.UI.ReadLineAsSecureString();
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or PSNotImplementedException or HostException)
        {
            throw NoPrompt(exception);
        }

        return Await(stop => signIn.RedeemAsync(new Secret(pasted), Observer, stop));
    }

    private static FaxPlusException NoPrompt(Exception? cause) =>
        new(FaxPlusErrorKind.BadRequest, "Nobody can be asked for the code here: PowerShell runs without a prompt.", cause)
        {
            RecommendedAction = "Sign in elsewhere and give the code with -AuthorizationCode, or the refresh token with -RefreshToken.",
        };

    /// <summary>The grant of a new sign-in, kept in the vault where one was named.</summary>
    private FaxPlusConnection Keep(OAuthGrant grant)
    {
        if (SecretName is null) return new FaxPlusConnection(grant);
        var vault = new VaultSecret(SecretName, Vault);
        try
        {
            vault.Save(grant.Application, grant.RefreshToken);
        }
        finally
        {
            vault.Release();
        }

        return new FaxPlusConnection(grant, vault);
    }

    private OAuthApplication Prepare(OAuthApplication application)
    {
        application.ParametersInQuery = TokenParametersInQuery;
        if (SignInEnvironment.Address(AccountsUri, "FAXPLUS_ACCOUNTS_URI") is Uri accounts) application.AccountsUri = accounts;
        return application;
    }
}
