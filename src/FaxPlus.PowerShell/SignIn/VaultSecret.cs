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
/// A secret of a SecretManagement vault: a personal access token (a SecureString, a text, or a credential's password), or an OAuth
/// grant (a hashtable with ClientId, ClientSecret and RefreshToken). What was read from a vault is written to that vault.
/// </summary>
internal sealed class VaultSecret : IGrantStore
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";
    private const int MaxSaves = 3;
    private static readonly TimeSpan s_betweenSaves = TimeSpan.FromMilliseconds(200);

    // SecretManagement runs every vault in one runspace of the process, and fails where that is busy.
    private static readonly object s_vaults = new();

    private readonly string _name;

    // Of the module that the person uses, which need not be installed where modules are looked for.
    private readonly string _module;

    private string? _vault;
    private bool _isNew;

    // One of its own, since tokens are renewed on threads that have none. It is there from the first command of a renewal to its end, so
    // that between the service's answer and the write no time goes into making it and loading modules.
    private Runspace? _runspace;

    private VaultSecret(string name, string? vault, string module) => (_name, _vault, _module) = (name, vault, module);

    /// <param name="cmdlet">The cmdlet that signs in.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="vault">The vault; without it the one that $PSDefaultParameterValues names for Get-Secret.</param>
    /// <exception cref="FaxPlusException">SecretManagement is not installed.</exception>
    public static VaultSecret Open(PSCmdlet cmdlet, string name, string? vault)
    {
        if (cmdlet.InvokeCommand.GetCommand($"{Module}\\Set-Secret", CommandTypes.All)?.Module is not PSModuleInfo module)
        {
            throw new FaxPlusException(FaxPlusErrorKind.NotFound, $"The module {Module} is not installed, so there is no vault to use.")
            {
                RecommendedAction = $"Install-PSResource {Module}, Microsoft.PowerShell.SecretStore",
            };
        }

        string manifest = Path.Combine(module.ModuleBase, Module + ".psd1");
        return new VaultSecret(name, vault ?? DefaultVault(cmdlet), File.Exists(manifest) ? manifest : module.Path);
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
                throw Unusable("it is neither a token nor an OAuth grant");
        }
    }

    /// <summary>Before a sign-in: whether its grant can be kept is found out by writing what there is already, or the application alone.</summary>
    /// <exception cref="FaxPlusException">It cannot, or there is something else under this name.</exception>
    public void Prepare(PSCmdlet cmdlet, OAuthApplication application)
    {
        object? found = Find(cmdlet);
        if (found is not null && !(found is Hashtable grant && IsOf(grant, application)))
        {
            throw new FaxPlusException(FaxPlusErrorKind.Conflict, $"The secret '{_name}'{InVault()} is not an OAuth grant of the application {application.ClientId}: keeping the new one there would overwrite it.")
            {
                RecommendedAction = "Choose another name with -SecretName, or remove that secret first with Remove-Secret.",
            };
        }

        if (found is null && RunFor(cmdlet, "Get-SecretInfo", Named()).Count > 0) throw Unusable("it is there, and cannot be read: writing might overwrite what belongs to somebody else");

        // Where it was found is where the next run looks for it; without a word from anybody, that is not where vaults write by themselves.
        if (found is Hashtable old) Locate(cmdlet, old);
        Hashtable first = found as Hashtable ?? Content(application, null);
        try
        {
            Save(first);
        }
        finally
        {
            Release();
        }

        // One that was there before may be somebody's own copy of the client's secret, and is left.
        _isNew = found is null;
        if (found is null) Locate(cmdlet, first);
    }

    /// <summary>The sign-in has failed: what was written to try the vault is removed, unless somebody else has put a grant there meanwhile.</summary>
    public void Undo(OAuthApplication application)
    {
        if (!_isNew || _vault is null) return;
        try
        {
            Collection<PSObject> found = Run("Get-Secret", Parameters());
            if (found.Count == 1 && found[0]?.BaseObject is Hashtable grant && IsOf(grant, application) && Part(grant, "RefreshToken") is null) Run("Remove-Secret", Parameters());
        }
        catch (FaxPlusException)
        {
            // The error of the sign-in says more.
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Keeps the grant of a new sign-in.</summary>
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
    /// One Set-Secret of the whole grant: the vault holds the old one or the new one, and at no time none. Tried more than once, since the
    /// old one is worth nothing any more, and a vault that somebody else's command is busy with fails at once.
    /// </summary>
    public void Save(OAuthApplication application, Secret refreshToken) => Save(Content(application, refreshToken));

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
            // Vaults keep things ready for each thread.
            _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
            _runspace.Open();
        }

        using var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = _runspace;
        // Without the preference, a command that is not there is an error in a stream that nobody reads.
        shell.AddScript($"param($parameters, $module) $ErrorActionPreference = 'Stop'; if (-not (Microsoft.PowerShell.Core\\Get-Module {Module})) {{ Microsoft.PowerShell.Core\\Import-Module -Name $module }}; & '{Module}\\{command}' @parameters")
            .AddArgument(parameters)
            .AddArgument(_module);
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
        Collection<PSObject> found = RunFor(cmdlet, "Get-Secret", Parameters());
        if (found.Count == 0) throw Unusable("there is none of this name");
        // Bytes come one by one.
        return found.Count == 1 ? found[0]?.BaseObject : null;
    }

    /// <summary>What is there, or null: a vault that cannot be read may say that, too, with an error.</summary>
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

    /// <summary>Finds out which vault holds what was read without naming one: from here on this vault is read and written, and no other.</summary>
    private void Locate(PSCmdlet cmdlet, Hashtable content)
    {
        if (_vault is not null) return;
        foreach (PSObject info in RunFor(cmdlet, "Get-SecretInfo", Named()))
        {
            _vault = info.Properties["VaultName"]?.Value as string;
            if (_vault is not null && Find(cmdlet) is Hashtable found && IsSame(found, content)) return;
        }

        _vault = null;
        throw Unusable("its vault cannot be told, and a renewed grant must not go to another one", advice: "Name the vault with -Vault.");
    }

    private Collection<PSObject> RunFor(PSCmdlet cmdlet, string command, Hashtable parameters)
    {
        try
        {
            lock (s_vaults) return cmdlet.InvokeCommand.InvokeScript($"param($parameters) & '{Module}\\{command}' @parameters", parameters);
        }
        catch (RuntimeException exception)
        {
            throw Unusable(Reason(exception), exception);
        }
    }

    /// <summary>PowerShell itself says what applies, to a function of the same name.</summary>
    private static string? DefaultVault(PSCmdlet cmdlet) =>
        cmdlet.InvokeCommand.InvokeScript("function Get-Secret { [CmdletBinding()] param([string] $Name, [string] $Vault) $Vault }; Get-Secret -Name x")[0]?.BaseObject is string { Length: > 0 } vault ? vault : null;

    /// <summary>What the command itself said, where it wrote an error that ended it.</summary>
    private static string Reason(RuntimeException exception) =>
        exception is ActionPreferenceStopException { ErrorRecord.Exception: Exception said } ? said.Message : exception.Message;

    private Hashtable Parameters()
    {
        var parameters = new Hashtable { ["Name"] = _name, ["ErrorAction"] = ActionPreference.Stop };
        if (_vault is not null) parameters["Vault"] = _vault;
        return parameters;
    }

    /// <summary>For commands that take wildcards.</summary>
    private Hashtable Named()
    {
        Hashtable parameters = Parameters();
        parameters["Name"] = WildcardPattern.Escape(_name);
        return parameters;
    }

    private FaxPlusException Unusable(string why, Exception? cause = null, string? advice = null) =>
        new(FaxPlusErrorKind.NotFound, $"The secret '{_name}' cannot be used{InVault()}: {why.TrimEnd('.')}.", cause)
        {
            RecommendedAction = advice ?? "Check the names of the secret and of the vault with Get-SecretInfo, and whether the vault is unlocked. An OAuth grant is kept by signing in once with Connect-FaxPlus -OAuth … -SecretName.",
        };

    private string InVault() => _vault is null ? "" : $" (vault '{_vault}')";

    private static bool IsOf(Hashtable grant, OAuthApplication application) => Part(grant, "ClientId") == application.ClientId;

    private static bool IsSame(Hashtable left, Hashtable right) => Part(left, "ClientId") == Part(right, "ClientId") && Part(left, "RefreshToken") == Part(right, "RefreshToken");

    private static Hashtable Content(OAuthApplication application, Secret? refreshToken)
    {
        var content = new Hashtable { ["ClientId"] = application.ClientId, ["ClientSecret"] = Protect(application.ClientSecret) };
        if (refreshToken is not null) content["RefreshToken"] = Protect(refreshToken);
        return content;
    }

    private OAuthGrant Grant(Hashtable grant, Func<OAuthApplication, OAuthApplication> prepare) =>
        new(prepare(new OAuthApplication(Text(grant, "ClientId"), Hidden(grant, "ClientSecret"))), Hidden(grant, "RefreshToken"));

    private string Text(Hashtable grant, string key) => Part(grant, key) ?? throw Unusable($"it has no {key}");

    private static string? Part(Hashtable grant, string key) => grant[key] switch
    {
        string text => text,
        SecureString hidden => new Secret(hidden).Reveal(),
        PSObject { BaseObject: string text } => text,
        _ => null,
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
