using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;
using System.Net.Mail;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Lists the known commands, methods, types and variables, and determines whether they can return a script block.</summary>
internal static class KnownValues
{
    // Known commands that emit their arguments, or the output of script blocks and jobs.
    private static readonly HashSet<string> s_emitting = Set(
        "Compare-Object ForEach-Object Import-LocalizedData Invoke-Command New-Object New-Variable Receive-Job Set-Variable Start-Job " +
        "Start-ThreadJob Write-Output");

    // Known commands that emit their pipeline input.
    private static readonly HashSet<string> s_filtering = Set(
        "Add-Member Get-Unique Group-Object Select-Object Sort-Object Tee-Object Where-Object Wait-Job");

    // Known commands that bind only the complete object, usually as -InputObject, or -LiteralPath from the pipeline. These commands do not
    // evaluate a script block in another argument for each pipeline object.
    private static readonly HashSet<string> s_nonEvaluating = Set(
        "Add-Member Compare-Object ConvertFrom-Csv ConvertFrom-Json ConvertTo-Csv ConvertTo-Html ConvertTo-Json ConvertTo-Xml " +
        "Export-Clixml Export-Csv ForEach-Object Format-Custom Format-List Format-Table Format-Wide Get-Member Get-Unique Group-Object " +
        "Join-String Measure-Object Out-Default Out-File Out-GridView Out-Host Out-Null Out-Printer Out-String Select-Object Sort-Object " +
        "Tee-Object Where-Object Write-Host Write-Information Write-Output Write-Progress");

    private static readonly List<string> s_evaluated = ["I", "L", "PSPath"];

    private static readonly HashSet<string> s_elementMethods = Set(
        "Clone Copy Dequeue ForEach GetEnumerator GetNewClosure GetRange GetValue Item Next Peek Pop Reverse ToArray ToList " +
        "TryGetValue Where get_Item");

    private static readonly HashSet<string> s_delegateMethods = Set("Exists Replace Sort");

    // Types whose static methods return only data, such as numbers or the text of a file.
    private static readonly HashSet<string> s_plainTypes = Set(
        "BitConverter Console Convert Directory Enum Environment File GC HttpUtility Math Path Stopwatch WebUtility");

    // Variables that PowerShell itself sets. Their values are never script blocks.
    private static readonly HashSet<string> s_plainVariables = Set(
        "null true false ? ^ $ ConfirmPreference ConsoleFileName DebugPreference EnabledExperimentalFeatures Error ErrorActionPreference " +
        "ErrorView ExecutionContext HOME Host InformationPreference IsCoreCLR IsLinux IsMacOS IsWindows LASTEXITCODE Matches " +
        "NestedPromptLevel OFS OutputEncoding PID PROFILE ProgressPreference PSCommandPath PSCulture PSDefaultParameterValues PSEdition " +
        "PSHOME PSNativeCommandUseErrorActionPreference PSScriptRoot PSSessionOption PSStyle PSUICulture PSVersionTable PWD ShellId " +
        "StackTrace VerbosePreference WarningPreference WhatIfPreference this");

    private static readonly HashSet<string> s_argumentVariables = Set("args input MyInvocation PSBoundParameters PSCmdlet");

    private static readonly HashSet<Type> s_dataTypes =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Guid), typeof(Uri),
        typeof(Version), typeof(Regex), typeof(SecureString), typeof(PSCredential), typeof(SwitchParameter),
        typeof(CultureInfo), typeof(XmlDocument), typeof(FileInfo), typeof(DirectoryInfo), typeof(MailAddress), typeof(IPAddress),
        typeof(TimeZoneInfo), typeof(Encoding), typeof(void),
    ];

    public static bool Emits(string name) => s_emitting.Contains(name);

    public static bool Filters(string name) => s_filtering.Contains(name);

    /// <summary>Whether a known command evaluates a script block in an argument for each pipeline object.</summary>
    public static bool Evaluates(string command, string? parameter) =>
        !s_nonEvaluating.Contains(command)
            || s_evaluated.Exists(start => parameter?.StartsWith(start, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Whether a method may return elements of its object, or the object itself.</summary>
    public static bool ReturnsElements(string method) => s_elementMethods.Contains(method);

    /// <summary>Whether a known method may run a script block that it receives as an argument.</summary>
    public static bool AcceptsDelegates(string method) => s_delegateMethods.Contains(method);

    /// <summary>Whether the return value of a static method of a type may contain its arguments.</summary>
    public static bool MayContain(ITypeName type) =>
        !IsData(type.GetReflectionType()) && !s_plainTypes.Contains(type.Name.Substring(type.Name.LastIndexOf('.') + 1));

    public static bool IsPlainVariable(string name) => s_plainVariables.Contains(name);

    /// <summary>Whether a variable contains the arguments of the script or function.</summary>
    public static bool ContainsArguments(string name) => s_argumentVariables.Contains(name);

    /// <summary>Whether a type, or the element type of an array, can neither be nor contain a script block.</summary>
    public static bool IsData(Type? type)
    {
        if (type is null) return false;
        if (type.IsArray) return IsData(type.GetElementType());
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsPrimitive || plain.IsEnum || s_dataTypes.Contains(plain) || plain.Namespace == "FaxPlus";
    }

    private static HashSet<string> Set(string names) => new(names.Split(' '), StringComparer.OrdinalIgnoreCase);
}
