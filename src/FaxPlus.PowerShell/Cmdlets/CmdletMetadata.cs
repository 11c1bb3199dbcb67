using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// The parameters of a cmdlet. For a cmdlet of this module, the parameters are determined by reflection, without importing the module or
/// running code.
/// </summary>
internal sealed class CmdletMetadata
{
    private static readonly Lazy<Dictionary<string, CmdletMetadata>> s_all = new(() => typeof(CmdletMetadata).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(CmdletAttribute)))
        .Select(type => new CmdletMetadata(type))
        .ToDictionary(shape => shape.Name, StringComparer.OrdinalIgnoreCase));

    // PowerShell adds these parameters to cmdlets (WhatIf and Confirm not to all), so they can make abbreviations ambiguous.
    private static readonly CmdletParameter[] s_common =
    [
        Switch("Verbose", "vb"), Switch("Debug", "db"), Switch("WhatIf", "wi"), Switch("Confirm", "cf"),
        Option("ErrorAction", "ea"), Option("WarningAction", "wa"), Option("InformationAction", "infa"), Option("ProgressAction", "proga"),
        Option("ErrorVariable", "ev"), Option("WarningVariable", "wv"), Option("InformationVariable", "iv"),
        Option("OutVariable", "ov"), Option("OutBuffer", "ob"), Option("PipelineVariable", "pv"),
    ];

    private readonly CmdletParameter[] _parameters;

    private CmdletMetadata(string name, params CmdletParameter[] parameters)
    {
        Name = name;
        _parameters = parameters;
        Positional = [.. _parameters.Where(parameter => parameter.Position >= 0).OrderBy(parameter => parameter.Position)];
    }

    private CmdletMetadata(Type type)
        : this(
            NameOf(type),
            [
                .. type.GetProperties()
                    .Where(property => property.IsDefined(typeof(ParameterAttribute)))
                    .Select(property => new CmdletParameter(property))
            ])
    {
    }

    /// <summary>The parameters of Set-Alias and New-Alias, which define other names for commands.</summary>
    public static CmdletMetadata Alias { get; } = new(
        "Set-Alias", new("Name", position: 0), new("Value", position: 1), Option("Description"), Option("Option"), Option("Scope"),
        Switch("PassThru"), Switch("Force"));

    /// <summary>The parameters of Import-Module, which loads another script or module.</summary>
    public static CmdletMetadata Import { get; } = new(
        "Import-Module", new("Name", position: 0), Switch("Force"), Switch("Global"), Switch("PassThru"), Switch("DisableNameChecking"),
        Option("Scope"), Option("ArgumentList"), Option("Prefix"), Option("FullyQualifiedName"), Option("Assembly"), Option("ModuleInfo"),
        Option("RequiredVersion"), Option("MinimumVersion"), Option("MaximumVersion"), Option("Function"), Option("Cmdlet"),
        Option("Variable"), Option("Alias"), Switch("NoClobber"), Switch("AsCustomObject"), Switch("UseWindowsPowerShell"),
        Switch("SkipEditionCheck"), Option("PSSession"), Option("CimSession"));

    /// <summary>The parameters of Set-Variable and New-Variable.</summary>
    public static CmdletMetadata Variable { get; } = new(
        "Set-Variable", new("Name", position: 0), new("Value", position: 1), Option("Description"), Option("Option"), Option("Scope"),
        Option("Visibility"), Switch("PassThru"), Switch("Force"));

    /// <summary>The parameters of Set-Item and New-Item.</summary>
    public static CmdletMetadata Item { get; } = new(
        "New-Item", new("Path", position: 0), Option("LiteralPath"), Option("Name"), new("ItemType", false, int.MinValue, "Type"),
        new("Value", false, int.MinValue, "Target") { AcceptsInput = true }, Switch("Force"), Switch("PassThru"));

    /// <summary>The parameters of Copy-Item and Move-Item.</summary>
    public static CmdletMetadata CopyItem { get; } = new(
        "Copy-Item", new("Path", position: 0), new("Destination", position: 1), Option("LiteralPath", "PSPath", "LP"), Option("Filter"),
        Option("Include"), Option("Exclude"), Option("Credential"), Option("FromSession"), Option("ToSession"), Switch("Container"),
        Switch("Force"), Switch("Recurse"), Switch("PassThru"));

    /// <summary>The parameters of Rename-Item.</summary>
    public static CmdletMetadata RenameItem { get; } = new(
        "Rename-Item", new("Path", position: 0), new("NewName", position: 1), Option("LiteralPath", "PSPath", "LP"), Option("Credential"),
        Switch("Force"), Switch("PassThru"));

    /// <summary>The parameters of Out-File, Export-Csv, Export-Clixml, Tee-Object and Start-Transcript.</summary>
    public static CmdletMetadata File { get; } = new(
        "Out-File",
        [
            new("Path", false, 0, "FilePath", "LiteralPath", "PSPath", "LP", "OutputDirectory"),
            .. "Delimiter Depth Encoding InputObject QuoteFields UseQuotes Variable Width".Split(' ').Select(name => Option(name)),
            .. ("Append Force IncludeInvocationHeader IncludeTypeInformation NoClobber NoHeader NoNewline NoTypeInformation PassThru " +
                "UseCulture UseMinimalHeader").Split(' ').Select(name => Switch(name)),
        ]);

    /// <summary>The parameters of Expand-Archive.</summary>
    public static CmdletMetadata Archive { get; } = new(
        "Expand-Archive", new("Path", position: 0), new("DestinationPath", position: 1), Option("LiteralPath", "PSPath"), Switch("Force"),
        Switch("PassThru"));

    /// <summary>The parameters of New-Object.</summary>
    public static CmdletMetadata NewObject { get; } = new(
        "New-Object", new("TypeName", position: 0), new("ArgumentList", position: 1), Option("Property"), Option("ComObject"),
        Switch("Strict"));

    /// <summary>The parameters of New-PSDrive.</summary>
    public static CmdletMetadata Drive { get; } = new(
        "New-PSDrive", new("Name", position: 0), new("PSProvider", position: 1), new("Root", position: 2), Option("Description"),
        Option("Scope"), Option("Credential"), Switch("Persist"));

    /// <summary>The parameters of Set-Content and Add-Content.</summary>
    public static CmdletMetadata Content { get; } = new(
        "Set-Content", new("Path", position: 0), new("Value", position: 1), Option("LiteralPath", "PSPath", "LP"), Option("Encoding"),
        Option("Stream"), Option("Filter"), Option("Include"), Option("Exclude"), Option("Credential"), Switch("NoNewline"),
        Switch("Force"), Switch("PassThru"), Switch("AsByteStream"));

    /// <summary>The parameters of Invoke-RestMethod and Invoke-WebRequest.</summary>
    public static CmdletMetadata Web { get; } = new(
        "Invoke-RestMethod",
        [
            new("Uri", position: 0),
            .. ("Method CustomMethod Body Headers ContentType InFile OutFile Credential Token Authentication WebSession SessionVariable " +
                "UserAgent TimeoutSec ConnectionTimeoutSeconds OperationTimeoutSeconds MaximumRedirection MaximumRetryCount " +
                "RetryIntervalSec Proxy ProxyCredential Certificate CertificateThumbprint Form TransferEncoding HttpVersion SslProtocol " +
                "StatusCodeVariable ResponseHeadersVariable MaximumFollowRelLink UnixSocket").Split(' ').Select(name => Option(name)),
            .. ("UseBasicParsing SkipCertificateCheck SkipHttpErrorCheck FollowRelLink AllowUnencryptedAuthentication DisableKeepAlive " +
                "NoProxy PassThru Resume UseDefaultCredentials ProxyUseDefaultCredentials PreserveAuthorizationOnRedirect " +
                "SkipHeaderValidation AllowInsecureRedirect PreserveHttpMethodOnRedirect").Split(' ').Select(name => Switch(name)),
        ]);

    public string Name { get; }

    /// <summary>The positional parameters, in order of position.</summary>
    public IReadOnlyList<CmdletParameter> Positional { get; }

    /// <summary>The parameters that accept pipeline input.</summary>
    public IEnumerable<CmdletParameter> FromPipeline => _parameters.Where(parameter => parameter.AcceptsInput);

    /// <summary>The original name of a cmdlet, without the prefix from Import-Module -Prefix.</summary>
    public static string NameOf(Type type)
    {
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>();
        return $"{cmdlet.VerbName}-{cmdlet.NounName}";
    }

    public static CmdletMetadata? Find(string name) => s_all.Value.TryGetValue(name, out CmdletMetadata shape) ? shape : null;

    /// <summary>
    /// The parameter with the specified name, alias or abbreviation; null if there is none, or if the abbreviation is ambiguous.
    /// </summary>
    public CmdletParameter? Parameter(string name)
    {
        CmdletParameter[] all = [.. _parameters, .. s_common];
        CmdletParameter? exact = Array.Find(all, parameter => parameter.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (exact is not null) return exact;
        CmdletParameter[] begun =
            [.. all.Where(parameter => parameter.Names.Any(full => full.StartsWith(name, StringComparison.OrdinalIgnoreCase)))];

        // If exactly one parameter of the cmdlet itself matches, PowerShell ignores the common parameters.
        CmdletParameter[] own = [.. begun.Intersect(_parameters)];
        return own.Length == 1 ? own[0] : begun.Length == 1 ? begun[0] : null;
    }

    private static CmdletParameter Switch(string name, params string[] aliases) => new(name, isSwitch: true, aliases: aliases);

    private static CmdletParameter Option(string name, params string[] aliases) => new(name, aliases: aliases);
}
