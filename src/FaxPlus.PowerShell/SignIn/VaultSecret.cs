using System;
using System.Collections;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Threading;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.SignIn;

/// <summary>
/// A secret in a SecretManagement vault. The secret is a personal access token (a SecureString, a string, or the password of a credential),
/// or an OAuth grant (a hashtable with ClientId, ClientSecret and RefreshToken). A renewed grant is saved to the vault from which the grant
/// was read.
/// </summary>
internal sealed class VaultSecret : IGrantStore
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";
    private const int MaxSaves = 3;
    private static readonly TimeSpan s_betweenSaves = TimeSpan.FromMilliseconds(200);

    // SecretManagement runs all vaults in one runspace per process, and fails if that runspace is in use.
    private static readonly object s_vaults = new();

    private readonly string _name;

    // The path of the SecretManagement module that the user has loaded, which need not be in PSModulePath.
    private readonly string _module;

    private string? _vault;
    private bool _isNew;

    // Tokens are renewed on threads without a runspace, so a separate runspace is used. This runspace exists from the first to the last
    // command of a renewal, so that creating the runspace and loading modules do not delay the write after the service's response.
    private Runspace? _runspace;

    private VaultSecret(string name, string? vault, string module) => (_name, _vault, _module) = (name, vault, module);

    /// <param name="cmdlet">The cmdlet that signs in.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="vault">The vault; null for the vault that $PSDefaultParameterValues sets for Get-Secret.</param>
    /// <exception cref="FaxPlusException">SecretManagement is not installed.</exception>
    public static VaultSecret Open(PSCmdlet cmdlet, string name, string? vault)
    {
        if (cmdlet.InvokeCommand.GetCommand($"{Module}\\Set-Secret", CommandTypes.All)?.Module is not PSModuleInfo module)
        {
            throw new FaxPlusException(FaxPlusErrorKind.NotFound, $"The module {Module} is not installed, so no vault can be used.")
            {
                RecommendedAction = $"Install the modules: Install-PSResource {Module}, Microsoft.PowerShell.SecretStore",
            };
        }

        string manifest = Path.Combine(module.ModuleBase, Module + ".psd1");
        return new VaultSecret(name, vault ?? SecretManagement.DefaultVault(cmdlet), File.Exists(manifest) ? manifest : module.Path);
    }

    public FaxPlusClientOptions Connect(PSCmdlet cmdlet, Func<OAuthApplication, OAuthApplication> prepare)
    {
        switch (Read(cmdlet))
        {
            case SecureString token:
                return new FaxPlusClientOptions(new Secret(token));
            case string token:
                return new FaxPlusClientOptions(new Secret(token));
            case PSCredential credential:
                return new FaxPlusClientOptions(SecretCredentialAttribute.PasswordOf(credential));
            case Hashtable grant:
                OAuthGrant found = Grant(grant, prepare);
                Locate(cmdlet, grant);
                return new FaxPlusClientOptions(found, this);
            default:
                throw Unusable("the secret is neither a token nor an OAuth grant");
        }
    }

    /// <summary>
    /// Checks before a sign-in whether the grant can be saved. The check rewrites the existing secret or, if there is none, writes a secret
    /// that contains only the application.
    /// </summary>
    /// <exception cref="FaxPlusException">The secret cannot be saved, or a secret of another kind has this name.</exception>
    public void Prepare(PSCmdlet cmdlet, OAuthApplication application)
    {
        object? found = Find(cmdlet);
        if (found is not null && !(found is Hashtable grant && GrantContent.IsOf(grant, application)))
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.Conflict,
                $"The secret '{_name}'{InVault()} is not an OAuth grant of the application {application.ClientId}, " +
                "so saving the new grant would overwrite the secret.")
            {
                RecommendedAction = "Choose another name with -SecretName, or remove that secret first with Remove-Secret.",
            };
        }

        if (found is null && RunFor(cmdlet, "Get-SecretInfo", Named()).Count > 0)
        {
            throw Unusable("the secret exists but cannot be read, so writing might overwrite a secret of another user");
        }

        // The next run reads from the vault in which the secret was found, which may not be the default vault for writing.
        if (found is Hashtable old) Locate(cmdlet, old);
        Hashtable first = found as Hashtable ?? GrantContent.Of(application, null);
        try
        {
            Save(first);
        }
        finally
        {
            Release();
        }

        // An existing secret is kept, because it may be the user's own copy of the client secret.
        _isNew = found is null;
        if (found is null) Locate(cmdlet, first);
    }

    /// <summary>Removes the test secret after a failed sign-in, unless another process has since saved a grant in it.</summary>
    public void Undo(OAuthApplication application)
    {
        if (!_isNew || _vault is null) return;
        try
        {
            Collection<PSObject> found = Run("Get-Secret", Parameters());
            if (found.Count == 1 && found[0]?.BaseObject is Hashtable grant
                && GrantContent.IsOf(grant, application) && GrantContent.Part(grant, "RefreshToken") is null)
            {
                Run("Remove-Secret", Parameters());
            }
        }
        catch (FaxPlusException)
        {
            // An error while the test secret is removed is ignored, because the error of the sign-in is more useful.
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Saves the grant of a new sign-in.</summary>
    public void Keep(OAuthGrant grant)
    {
        try
        {
            Save(grant.Application, grant.RefreshToken);
        }
        finally
        {
            Release();
        }
    }

    public OAuthGrant? Load()
    {
        Collection<PSObject> found = Run("Get-Secret", Parameters());
        return found.Count == 1 && found[0]?.BaseObject is Hashtable grant ? Grant(grant, static application => application) : null;
    }

    /// <summary>
    /// Saves the complete grant with a single Set-Secret, so that the vault always contains either the old or the new grant. The write is
    /// retried, because the old grant is no longer valid, and because a vault that is in use by another command fails immediately.
    /// </summary>
    public void Save(OAuthApplication application, Secret refreshToken) => Save(GrantContent.Of(application, refreshToken));

    private void Save(Hashtable content)
    {
        Hashtable parameters = Parameters();
        parameters["Secret"] = content;
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
            // Vaults keep thread-local state, so all commands use the same thread.
            _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
            _runspace.Open();
        }

        using var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = _runspace;
        // Without this preference, a missing command would be a non-terminating error in a stream that is not read.
        shell.AddScript(
            $"param($parameters, $module) $ErrorActionPreference = 'Stop'; if (-not (Microsoft.PowerShell.Core\\Get-Module {Module})) " +
            $"{{ Microsoft.PowerShell.Core\\Import-Module -Name $module }}; & '{Module}\\{command}' @parameters")
            .AddArgument(parameters)
            .AddArgument(_module);
        try
        {
            lock (s_vaults) return shell.Invoke();
        }
        catch (RuntimeException exception)
        {
            throw Unusable(SecretManagement.Reason(exception), exception);
        }
    }

    /// <summary>Reads the secret in the user's runspace, where a locked vault can prompt for its password.</summary>
    private object? Read(PSCmdlet cmdlet)
    {
        Collection<PSObject> found = RunFor(cmdlet, "Get-Secret", Parameters());
        if (found.Count == 0) throw Unusable("there is no secret with this name");
        // PowerShell enumerates a secret that is a byte array. Such a secret is not a token, so the result is null.
        return found.Count == 1 ? found[0]?.BaseObject : null;
    }

    /// <summary>Returns the secret, or null if it does not exist or a vault cannot be read.</summary>
    private object? Find(PSCmdlet cmdlet)
    {
        try
        {
            return Read(cmdlet);
        }
        catch (FaxPlusException)
        {
            return null;
        }
    }

    /// <summary>Determines the vault of a secret that was read without a vault name. From then on, only this vault is used.</summary>
    private void Locate(PSCmdlet cmdlet, Hashtable content)
    {
        if (_vault is not null) return;
        foreach (PSObject info in RunFor(cmdlet, "Get-SecretInfo", Named()))
        {
            _vault = info.Properties["VaultName"]?.Value as string;
            if (_vault is not null && Find(cmdlet) is Hashtable found && GrantContent.IsSame(found, content)) return;
        }

        _vault = null;
        throw Unusable(
            "its vault cannot be determined, and a renewed grant must not be saved in another vault",
            advice: "Specify the vault with -Vault.");
    }

    private Collection<PSObject> RunFor(PSCmdlet cmdlet, string command, Hashtable parameters)
    {
        try
        {
            lock (s_vaults) return cmdlet.InvokeCommand.InvokeScript($"param($parameters) & '{Module}\\{command}' @parameters", parameters);
        }
        catch (RuntimeException exception)
        {
            throw Unusable(SecretManagement.Reason(exception), exception);
        }
    }

    private Hashtable Parameters()
    {
        var parameters = new Hashtable { ["Name"] = _name, ["ErrorAction"] = ActionPreference.Stop };
        if (_vault is not null) parameters["Vault"] = _vault;
        return parameters;
    }

    /// <summary>The parameters with the name escaped, for commands that accept wildcards.</summary>
    private Hashtable Named()
    {
        Hashtable parameters = Parameters();
        parameters["Name"] = WildcardPattern.Escape(_name);
        return parameters;
    }

    private FaxPlusException Unusable(string why, Exception? cause = null, string? advice = null) =>
        new(FaxPlusErrorKind.NotFound, $"The secret '{_name}' cannot be used{InVault()}: {why.TrimEnd('.')}.", cause)
        {
            RecommendedAction = advice
                ?? "Check the names of the secret and of the vault with Get-SecretInfo, and check that the vault is unlocked. " +
                    "If the secret should contain an OAuth grant, sign in once with Connect-FaxPlus -OAuth … -SecretName.",
        };

    private string InVault() => _vault is null ? "" : $" (vault '{_vault}')";

    private OAuthGrant Grant(Hashtable grant, Func<OAuthApplication, OAuthApplication> prepare) =>
        new(prepare(new OAuthApplication(Text(grant, "ClientId"), Hidden(grant, "ClientSecret"))), Hidden(grant, "RefreshToken"));

    private string Text(Hashtable grant, string key) => GrantContent.Part(grant, key) ?? throw Unusable($"the secret has no {key}");

    private Secret Hidden(Hashtable grant, string key) => new(Text(grant, key));
}
