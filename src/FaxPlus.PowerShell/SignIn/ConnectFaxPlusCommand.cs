using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;
using FaxPlus.PowerShell.SignIn;

namespace FaxPlus.PowerShell;

/// <summary>Signs in to Fax.Plus with a personal access token or with OAuth 2.0.</summary>
[Cmdlet(VerbsCommunications.Connect, "FaxPlus", DefaultParameterSetName = PatSet)]
[OutputType(typeof(FaxPlusSession))]
public sealed partial class ConnectFaxPlusCommand : SignInCmdlet<FaxPlusSession>
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    private const string PatSet = "Pat";
    private const string CredentialSet = "Credential";
    private const string EnvironmentSet = "Environment";
    private const string SecretSet = "Secret";
    private const string BrowserSet = "OAuth";
    private const string CodeSet = "OAuthCode";
    private const string RefreshSet = "OAuthRefresh";

    private protected override FaxPlusSession SignIn()
    {
        TokenExpiry.Check(ExpiresOn, ParameterSetName is BrowserSet or CodeSet or RefreshSet, WriteWarning);
        // The values are validated before the user signs in with the browser.
        string? region = MyInvocation.BoundParameters.ContainsKey(nameof(Region))
            ? ClientProvider.Factory.Numbers.ParseRegion(Region)
            : null;
        string? sender = string.IsNullOrWhiteSpace(DefaultFrom) ? null : Sender(DefaultFrom!, region);
        FaxPlusClientOptions connection = Connect();
        if (SignInEnvironment.Address(ApiUri, "FAXPLUS_API_URI") is Uri api) connection.ApiUri = api;
        var session = new FaxPlusSession(connection, ClientProvider.Create)
        {
            DefaultFrom = sender,
            Region = region,
            // Signing in with OAuth requests the scope "all" (API reference 2.2, 2.3).
            Scope = Scope.Length == 0 && connection.Grant is not null ? ["all"] : Scope,
            ExpiresOn = ExpiresOn?.ToUniversalTime(),
            SecretName = SecretName,
        };
        if (SignInEnvironment.Address(AccountsUri, "FAXPLUS_ACCOUNTS_URI") is Uri accounts)
        {
            session.AccountsUri = ServiceConnection.Safe(accounts, "accounts service");
        }
        return session;
    }

    private protected override void SignedIn(FaxPlusSession session)
    {
        // A value that does not have the form of a scope may be a token, so the warning does not contain it.
        string[] unknown =
        [
            .. Scope.Select(FaxPlusScopes.Normalize)
                .Where(scope => scope.Length > 0 && !FaxPlusScopes.IsKnown(scope))
                .Select(scope => scope.Length < 40 && scope.All(letter => letter is (>= 'a' and <= 'z') or ':' or '_' or '-')
                    ? scope
                    : "…"),
        ];
        if (unknown.Length > 0)
        {
            WriteWarning(
                $"The vendor does not document the scopes {string.Join(", ", unknown)}. " +
                "Compare them with the output of Get-FaxPlusScope, because a misspelt scope permits no operation, " +
                "even if Test-FaxPlusScope returns $true.");
        }
        WriteVerbose($"Signed in ({session.Kind}) for {session.ApiUri}.");
        if (PassThru) WriteObject(session);
        if (PlainTextSecretAttribute.AnyPlain(Pat, ClientSecret, AuthorizationCode, RefreshToken))
        {
            WriteWarning(
                "A secret was specified as plain text, which may remain in the command history and in transcripts. Omit the " +
                "parameter and type the secret at the prompt; or use -FromEnvironment, a credential (-Credential) or a vault " +
                "(-SecretName).");
        }
    }

    // The service replaces the refresh token in a vault, so that the name of its secret identifies the account.
    private protected override string SecretOf(FaxPlusSession session) =>
        session.Kind == "OAuth" && SecretName is { Length: > 0 } name ? $"{Vault}\n{name}" : session.Secrets;

    private protected override void Close(FaxPlusSession session) => session.Close();

    private FaxPlusClientOptions Connect()
    {
        PlainTextSecretAttribute.Demand(Pat, ClientSecret, AuthorizationCode, RefreshToken);
        DemandName(nameof(SecretName), SecretName);
        DemandName(nameof(Vault), Vault);
        UncheckedAttribute.Demand(nameof(SignInTimeout), SignInTimeout, 1, 3600);
        switch (ParameterSetName)
        {
            case PatSet:
                return new FaxPlusClientOptions(new Secret(Pat ?? Prompt()));
            case CredentialSet:
                return new FaxPlusClientOptions(SecretCredentialAttribute.PasswordOf(Credential));
            case EnvironmentSet:
                return SignInEnvironment.Read(Prepare);
            case SecretSet:
                return VaultSecret.Open(this, SecretName!, Vault).Connect(this, Prepare);
        }

        OAuthApplication application = Prepare(
            new OAuthApplication(ClientId ?? "", new Secret(ClientSecret)) { RedirectUri = RedirectUri, UsesPkce = !NoPkce });
        // The vault is checked before the user signs in, so that the grant can be saved afterwards.
        VaultSecret? vault = SecretName is null ? null : VaultSecret.Open(this, SecretName, Vault);
        vault?.Prepare(this, application);
        OAuthGrant grant;
        try
        {
            grant = Sign(application);
        }
        catch
        {
            // This code also runs after Ctrl+C.
            vault?.Undo(application);
            throw;
        }

        vault?.Keep(grant);
        return new FaxPlusClientOptions(grant, vault);
    }

    /// <summary>Prompts for the token in the same way as PowerShell prompts for a mandatory parameter.</summary>
    private SecureString Prompt()
    {
        try
        {
            // With a help message, the prompt would offer !? for help, which a secret prompt does not support.
            var field = new FieldDescription(nameof(Pat));
            field.SetParameterType(typeof(SecureString));
            return Host.UI.Prompt($"{MyInvocation.MyCommand.Name}: the personal access token", "", [field])
                ?[nameof(Pat)]?.BaseObject as SecureString ?? new SecureString();
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or PSNotImplementedException or HostException)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                "No token is specified with -Pat, and PowerShell cannot prompt for it.",
                exception)
            {
                RecommendedAction = "Specify -Pat, -Credential, -FromEnvironment, -SecretName or -OAuth.",
            };
        }
    }

    private OAuthGrant Sign(OAuthApplication application)
    {
        if (ParameterSetName == RefreshSet)
        {
            return new OAuthGrant(application, new Secret(RefreshToken))
            {
                Source = "-RefreshToken",
                SourceAdvice = Advice.KeepRefreshToken,
            };
        }
        using ISignIn signIn = ClientProvider.Factory.BeginSignIn(application);
        return ParameterSetName == CodeSet
            ? Await(stop => signIn.RedeemFromElsewhereAsync(new Secret(AuthorizationCode), Observer, stop))
            : InBrowser(signIn);
    }

    /// <summary>
    /// Parses the default sender number. The error does not contain the text, because the text may be a secret that was passed by mistake.
    /// </summary>
    private static string Sender(string text, string? region)
    {
        try
        {
            return ClientProvider.Factory.Numbers.ParseSender(text, region);
        }
        catch (FaxPlusException refused)
        {
            throw refused.With($"-DefaultFrom cannot be used: {refused.InnerException?.Message ?? refused.Message}");
        }
    }

    private void DemandName(string parameter, string? value)
    {
        if (!MyInvocation.BoundParameters.ContainsKey(parameter) || !string.IsNullOrWhiteSpace(value)) return;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"-{parameter} is empty.")
        {
            RecommendedAction = "Specify the name, or omit the parameter.",
        };
    }

    private OAuthGrant InBrowser(ISignIn signIn)
    {
        if (NoBrowser || !signIn.CanListen) return Paste(signIn);

        signIn.Listen();
        Browser.Open(signIn.LoginUri, signIn.GiveUp);
        WriteVerbose($"Waiting for the browser's redirect from {signIn.LoginUri.GetLeftPart(UriPartial.Path)}.");
        return Await(stop => signIn.WaitForRedirectAsync(TimeSpan.FromSeconds(SignInTimeout), Observer, stop));
    }

    private OAuthGrant Paste(ISignIn signIn)
    {
        // With redirected input, PowerShell itself would end the script here without an error.
        if (Host.Name == "ConsoleHost" && Console.IsInputRedirected) throw NoPrompt(null);
        SecureString pasted;
        try
        {
            Host.UI.WriteLine("Open this address in a browser, sign in, and approve the access:");
            Host.UI.WriteLine("");
            Host.UI.WriteLine(signIn.LoginUri.AbsoluteUri);
            Host.UI.WriteLine("");
            Host.UI.WriteLine(
                "Then paste the address to which the browser is redirected, " +
                "or the code in the address (your input is not shown), and press Enter.");
            pasted = Host.UI.ReadLineAsSecureString();
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or PSNotImplementedException or HostException)
        {
            throw NoPrompt(exception);
        }

        return Await(stop => signIn.RedeemAsync(new Secret(pasted), Observer, stop));
    }

    private static FaxPlusException NoPrompt(Exception? cause) =>
        new(FaxPlusErrorKind.BadRequest, "PowerShell cannot prompt for the code, because it is not interactive.", cause)
        {
            RecommendedAction = "Sign in elsewhere and specify the code with -AuthorizationCode, or the refresh token with -RefreshToken.",
        };

    private OAuthApplication Prepare(OAuthApplication application)
    {
        application.ParametersInQuery = TokenParametersInQuery;
        application.UserAgent = ClientProvider.UserAgent;
        if (SignInEnvironment.Address(AccountsUri, "FAXPLUS_ACCOUNTS_URI") is Uri accounts) application.AccountsUri = accounts;
        return application;
    }
}
