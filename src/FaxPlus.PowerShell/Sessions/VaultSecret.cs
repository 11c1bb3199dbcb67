using System;
using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Threading;

namespace FaxPlus.PowerShell;

/// <summary>
/// A secret of a SecretManagement vault: a personal access token (a SecureString, a text, or a credential's password), or an OAuth
/// grant (a hashtable with ClientId, ClientSecret and RefreshToken).
/// </summary>
internal sealed class VaultSecret(string name, string? vault) : IGrantStore
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";
    private const int MaxSaves = 3;
    private static readonly TimeSpan s_betweenSaves = TimeSpan.FromMilliseconds(200);

    // SecretManagement runs every vault in one runspace of the process, and fails where that is busy.
    private static readonly object s_vaults = new();

    // One of its own, since tokens are renewed on threads that have none. It is there from the first command of a renewal to its end, so
    // that between the service's answer and the write no time goes into making it and loading modules.
    private Runspace? _runspace;

    /// <exception cref="FaxPlusException">SecretManagement is not installed.</exception>
    public static void Demand(PSCmdlet cmdlet)
    {
        if (cmdlet.InvokeCommand.GetCommand($"{Module}\\Set-Secret", CommandTypes.All) is not null) return;
        throw new FaxPlusException(FaxPlusErrorKind.NotFound, $"The module {Module} is not installed, so there is no vault to use.")
        {
            RecommendedAction = $"Install-PSResource {Module}, Microsoft.PowerShell.SecretStore",
        };
    }

    public FaxPlusConnection Connect(PSCmdlet cmdlet, Func<OAuthApplication, OAuthApplication> prepare)
    {
        return Read(cmdlet) switch
        {
            SecureString token => new FaxPlusConnection(new Secret(token)),
            string token => new FaxPlusConnection(new Secret(token)),
            PSCredential credential => new FaxPlusConnection(new Secret(credential.Password)),
            Hashtable grant => new FaxPlusConnection(Grant(grant, prepare), this),
            _ => throw Unusable("it is neither a token nor an OAuth grant"),
        };
    }

    public OAuthGrant? Load()
    {
        Collection<PSObject> found = Run("Get-Secret", Parameters());
        return found.Count == 1 && found[0]?.BaseObject is Hashtable grant ? Grant(grant, static application => application) : null;
    }

    /// <summary>
    /// One Set-Secret of the whole grant: the vault holds the old one or the new one, and at no time none. Tried more than once, since the
    /// old one is worth nothing any more, and a vault that somebody else's command is busy with fails at once.
    /// </summary>
    public void Save(OAuthApplication application, Secret refreshToken)
    {
        Hashtable parameters = Parameters();
        parameters["Secret"] = new Hashtable
        {
            ["ClientId"] = application.ClientId,
            ["ClientSecret"] = Protect(application.ClientSecret),
            ["RefreshToken"] = Protect(refreshToken),
        };
        for (int left = MaxSaves - 1; ; left--)
        {
            try
            {
                Run("Set-Secret", parameters);
                return;
            }
            catch (FaxPlusException) when (left > 0)
            {
                Thread.Sleep(s_betweenSaves);
            }
        }
    }

    public void Release()
    {
        _runspace?.Dispose();
        _runspace = null;
    }

    private Collection<PSObject> Run(string command, Hashtable parameters)
    {
        if (_runspace is null)
        {
            _runspace = RunspaceFactory.CreateRunspace();
            // Vaults keep things ready for each thread.
            _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
            _runspace.Open();
        }

        using var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(Script(command)).AddArgument(parameters);
        try
        {
            lock (s_vaults) return shell.Invoke();
        }
        catch (RuntimeException exception)
        {
            throw Unusable(Reason(exception), exception);
        }
    }

    /// <summary>Read in the person's own runspace, where a vault that is locked can ask for its password.</summary>
    private object? Read(PSCmdlet cmdlet)
    {
        Collection<PSObject> found;
        try
        {
            lock (s_vaults) found = cmdlet.InvokeCommand.InvokeScript(Script("Get-Secret"), Parameters());
        }
        catch (RuntimeException exception)
        {
            throw Unusable(Reason(exception), exception);
        }

        if (found.Count == 0) throw Unusable("there is none of this name");
        // Bytes come one by one.
        return found.Count == 1 ? found[0]?.BaseObject : null;
    }

    /// <summary>What the command itself said, where it wrote an error that ended it.</summary>
    private static string Reason(RuntimeException exception) =>
        exception is ActionPreferenceStopException { ErrorRecord.Exception: Exception said } ? said.Message : exception.Message;

    private static string Script(string command) => $"param($parameters) & '{Module}\\{command}' @parameters";

    private Hashtable Parameters()
    {
        var parameters = new Hashtable { ["Name"] = name, ["ErrorAction"] = ActionPreference.Stop };
        if (vault is not null) parameters["Vault"] = vault;
        return parameters;
    }

    private FaxPlusException Unusable(string why, Exception? cause = null) =>
        new(FaxPlusErrorKind.NotFound, $"The secret '{name}' cannot be used{(vault is null ? "" : $" (vault '{vault}')")}: {why.TrimEnd('.')}.", cause)
        {
            RecommendedAction = "Check the names of the secret and of the vault with Get-SecretInfo, and whether the vault is unlocked. An OAuth grant is kept by signing in once with Connect-FaxPlus -OAuth … -SecretName.",
        };

    private OAuthGrant Grant(Hashtable grant, Func<OAuthApplication, OAuthApplication> prepare) =>
        new(prepare(new OAuthApplication(Text(grant, "ClientId"), Hidden(grant, "ClientSecret"))), Hidden(grant, "RefreshToken"));

    private string Text(Hashtable grant, string key) =>
        grant[key] switch
        {
            string text => text,
            SecureString hidden => new Secret(hidden).Reveal(),
            PSObject { BaseObject: string text } => text,
            _ => throw Unusable($"it has no {key}"),
        };

    private Secret Hidden(Hashtable grant, string key) => new(Text(grant, key));

    private static SecureString Protect(Secret secret)
    {
        var hidden = new SecureString();
        foreach (char c in secret.Reveal()) hidden.AppendChar(c);
        hidden.MakeReadOnly();
        return hidden;
    }
}
