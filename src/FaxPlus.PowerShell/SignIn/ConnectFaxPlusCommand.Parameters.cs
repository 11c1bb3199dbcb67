using System;
using System.Management.Automation;
using System.Security;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.SignIn;

namespace FaxPlus.PowerShell;

/// <content>The parameters.</content>
public sealed partial class ConnectFaxPlusCommand
{
    /// <summary>
    /// The personal access token from the Fax.Plus dashboard. The command prompts for the token if no other kind of sign-in is specified.
    /// </summary>
    // This parameter is not mandatory, because PowerShell's own error for a missing value would show the line with the token. A value is
    // missing, for example, after a mistyped parameter name. The command prompts for the token instead.
    [Parameter(ParameterSetName = PatSet, Position = 0)]
    [Alias("Token")]
    [PlainTextSecret]
    public SecureString? Pat { get; set => field = HideLine(value); }

    /// <summary>A credential whose password is the personal access token; the user name is ignored.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [SecretCredential]
    public PSCredential Credential { get; set => field = HideLine(value); } = null!;

    /// <summary>
    /// Reads the token from FAXPLUS_PAT, or an OAuth grant from FAXPLUS_CLIENT_ID, FAXPLUS_CLIENT_SECRET and FAXPLUS_REFRESH_TOKEN.
    /// </summary>
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
    [AllowNull]
    [AllowEmptyString]
    [Unchecked]
    public string? ClientId { get; set; } = "";

    /// <summary>The secret of the OAuth application.</summary>
    [Parameter(ParameterSetName = BrowserSet, Mandatory = true)]
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    [Parameter(ParameterSetName = RefreshSet, Mandatory = true)]
    [PlainTextSecret]
    public SecureString ClientSecret { get; set => field = HideLine(value); } = null!;

    /// <summary>The registered redirect URI of the application.</summary>
    [Parameter(ParameterSetName = BrowserSet, Mandatory = true)]
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    [Address]
    public Uri RedirectUri { get; set; } = null!;

    /// <summary>
    /// Shows the sign-in address instead of opening a browser, and prompts for the code or the address with the code.
    /// </summary>
    [Parameter(ParameterSetName = BrowserSet)]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>Omits PKCE: the code challenge in the sign-in address, and the code verifier in the token request.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    public SwitchParameter NoPkce { get; set; }

    /// <summary>The maximum number of seconds to wait for the browser's redirect.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Unchecked(IsNumber = true)]
    public int SignInTimeout { get; set; } = 300;

    /// <summary>
    /// An authorization code that was obtained outside this command, or the complete address to which the browser was redirected. The
    /// command cannot check the state parameter of this address.
    /// </summary>
    [Parameter(ParameterSetName = CodeSet, Mandatory = true)]
    [PlainTextSecret]
    public SecureString AuthorizationCode { get; set => field = HideLine(value); } = null!;

    /// <summary>A refresh token of an earlier sign-in.</summary>
    [Parameter(ParameterSetName = RefreshSet, Mandatory = true)]
    [PlainTextSecret]
    public SecureString RefreshToken { get; set => field = HideLine(value); } = null!;

    /// <summary>
    /// The secret of a SecretManagement vault that contains the token or the OAuth grant; with -OAuth, the secret in which the grant is
    /// saved.
    /// </summary>
    [Parameter(ParameterSetName = SecretSet, Mandatory = true)]
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = CodeSet)]
    [Parameter(ParameterSetName = RefreshSet)]
    [AllowNull]
    [AllowEmptyString]
    [Unchecked]
    public string? SecretName { get; set; }

    /// <summary>The vault; the default is the default vault of SecretManagement.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = CodeSet)]
    [Parameter(ParameterSetName = RefreshSet)]
    [AllowNull]
    [AllowEmptyString]
    [Unchecked]
    public string? Vault { get; set; }

    /// <summary>Sends the parameters of token requests in the query rather than in the body.</summary>
    [Parameter(ParameterSetName = BrowserSet)]
    [Parameter(ParameterSetName = CodeSet)]
    [Parameter(ParameterSetName = RefreshSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    public SwitchParameter TokenParametersInQuery { get; set; }

    /// <summary>The scopes of the token.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [Texts(SkipsBlanks = true)]
    public string[] Scope { get; set; } = [];

    /// <summary>The expiration time of the token.</summary>
    [Parameter]
    [TokenExpiry]
    public DateTimeOffset? ExpiresOn { get; set; }

    /// <summary>The base address of the API; the default is FAXPLUS_API_URI, or otherwise the address of the service.</summary>
    [Parameter]
    [Address]
    public Uri? ApiUri { get; set; }

    /// <summary>
    /// The base address of the accounts service; the default is FAXPLUS_ACCOUNTS_URI, or otherwise the address of the service.
    /// </summary>
    [Parameter]
    [Address]
    public Uri? AccountsUri { get; set; }

    /// <summary>The default number to send from.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NumberCompleter))]
    [Unchecked]
    public string? DefaultFrom { get; set; }

    /// <summary>
    /// The country of numbers without a country code, as two letters such as US; without a region, such numbers are refused.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [Unchecked]
    public string? Region { get; set; }

    /// <summary>Returns the session, for -Session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }
}
