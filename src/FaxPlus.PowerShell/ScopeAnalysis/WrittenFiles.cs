using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Determines which files and folders an element of a script may write. Only known commands and methods are considered.</summary>
internal sealed class WrittenFiles(ScriptLibrary library)
{
    // The known commands that may write files, and the parameters that specify the target.
    private static readonly Dictionary<string, (CmdletMetadata Shape, string[] Targets)> s_writers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Add-Content"] = (CmdletMetadata.Content, ["Path", "LiteralPath"]),
        ["Set-Content"] = (CmdletMetadata.Content, ["Path", "LiteralPath"]),
        ["Copy-Item"] = (CmdletMetadata.CopyItem, ["Destination"]),
        ["Move-Item"] = (CmdletMetadata.CopyItem, ["Destination"]),
        ["Rename-Item"] = (CmdletMetadata.RenameItem, ["NewName"]),
        ["New-Item"] = (CmdletMetadata.Item, ["Name", "Path", "LiteralPath"]),
        ["Set-Item"] = (CmdletMetadata.Item, ["Path", "LiteralPath"]),
        ["Expand-Archive"] = (CmdletMetadata.Archive, ["DestinationPath"]),
        ["Export-Clixml"] = (CmdletMetadata.File, ["Path"]),
        ["Export-Csv"] = (CmdletMetadata.File, ["Path"]),
        ["Out-File"] = (CmdletMetadata.File, ["Path"]),
        ["Start-Transcript"] = (CmdletMetadata.File, ["Path"]),
        ["Tee-Object"] = (CmdletMetadata.File, ["Path"]),
        ["Invoke-RestMethod"] = (CmdletMetadata.Web, ["OutFile"]),
        ["Invoke-WebRequest"] = (CmdletMetadata.Web, ["OutFile"]),
        ["New-Object"] = (CmdletMetadata.NewObject, ["ArgumentList"]),
    };

    // Commands that may write to the current folder, or to a path from the pipeline, if no target is specified.
    private static readonly HashSet<string> s_always = new(StringComparer.OrdinalIgnoreCase)
    {
        "Add-Content", "Set-Content", "Copy-Item", "Move-Item", "Rename-Item", "Expand-Archive", "Export-Clixml", "Export-Csv", "Out-File"
    };

    private static readonly Regex s_script = new(@"[^.]\.psm?1$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly string[] s_types = ["Directory", "File", "FileStream", "StreamWriter"];

    // The beginnings of the names of methods that write no files. The methods in s_copying may write to any of their arguments.
    private static readonly string[] s_reading =
        ["Exists", "Get", "OpenRead", "OpenText", "Read", "Enumerate", "Delete", "CreateDirectory"];
    private static readonly string[] s_copying = ["Copy", "Move", "Replace"];

    /// <summary>Whether a known command may write files.</summary>
    public static bool IsWriter(string command) => s_writers.ContainsKey(command);

    /// <summary>
    /// The paths that an element may write, with placeholders for parts that are not constant. A path that cannot be determined is null.
    /// </summary>
    public IEnumerable<string?> Of(ScriptFile file, Ast ast) => ast switch
    {
        FileRedirectionAst { Location: VariableExpressionAst { VariablePath.UserPath: "null" } } => [],
        FileRedirectionAst redirection => [file.Texts.Of(redirection.Location)],
        InvokeMemberExpressionAst { Arguments: { Count: > 0 } given, Member: StringConstantExpressionAst method } call
            when Writes(call, method.Value) => (s_copying.Any(method.Value.StartsWith) ? given : given.Take(1)).Select(file.Texts.Of),
        // The method Replace of a FileInfo writes two files, the destination and the backup. The method Replace of a string has the same
        // form, so only paths of scripts count.
        InvokeMemberExpressionAst { Arguments: { Count: > 1 } given, Member: StringConstantExpressionAst method }
            when method.Value.Equals("Replace", StringComparison.OrdinalIgnoreCase) =>
            given.Select(file.Texts.Of).Where(path => path is not null && s_script.IsMatch(path)),
        ConvertExpressionAst conversion when MakesFiles(conversion.Type.TypeName) => [file.Texts.Of(conversion.Child)],
        CommandAst command => Of(file, command),
        _ => [],
    };

    private IEnumerable<string?> Of(ScriptFile file, CommandAst command)
    {
        if (library.NameOf(file, command) is not string name || library.BodiesOf(file, command).Any()) return [];
        string plain = KnownCode.Plain(name);
        if (!s_writers.TryGetValue(plain, out (CmdletMetadata Shape, string[] Targets) writer))
        {
            if (ScriptLibrary.CmdletOf(name) is not string cmdlet || CmdletMetadata.Find(cmdlet) is not { } own) return [];
            writer = (own, [.. OwnTargets(cmdlet).Where(target => own.Parameter(target)?.Name == target)]);
            if (writer.Targets.Length == 0) return [];
        }

        CommandCall call = file.Calls.Read(command, writer.Shape, []);
        if (writer.Shape == CmdletMetadata.NewObject && !(call.Text("TypeName") is string type && MakesFiles(type))) return [];
        if (call.Text("ItemType") is string item && item.Equals("Directory", StringComparison.OrdinalIgnoreCase)) return [];

        // New-Item -Name creates the item in the folder of -Path. The target of a link (-Value) may later be written through the link.
        string[] given = [.. writer.Targets.Where(target => call.Has(target) == true).Take(1)];
        bool isLink = plain.Equals("New-Item", StringComparison.OrdinalIgnoreCase)
            && call.Has("ItemType") != false
            && call.Text("ItemType")?.Equals("File", StringComparison.OrdinalIgnoreCase) != true;
        if (given.Length > 0) return (isLink ? given.Append("Value") : given).Select(target => call.Text(target));
        return !call.IsComplete
            || writer.Targets.Any(target => call.Has(target) is null)
            || (s_always.Contains(plain) && call.Has("Variable") != true)
            ? [null]
            : [];
    }

    // Files that a cmdlet writes to -Directory have generated names, and a journal or checkpoint is not a script, so these parameters are
    // ignored.
    private static string[] OwnTargets(string cmdlet) =>
        cmdlet.StartsWith("Save-", StringComparison.Ordinal) || cmdlet.StartsWith("Export-", StringComparison.Ordinal)
            ? ["Path"]
            : ["OutFile"];

    private static bool Writes(InvokeMemberExpressionAst call, string method)
    {
        if (!call.Static) return method.Equals("CopyTo", StringComparison.OrdinalIgnoreCase);
        return call.Expression is TypeExpressionAst type
            && MakesFiles(type.TypeName)
            && !Array.Exists(s_reading, start => method.StartsWith(start, StringComparison.OrdinalIgnoreCase));
    }

    private static bool MakesFiles(ITypeName type) => MakesFiles(type.FullName);

    private static bool MakesFiles(string type) =>
        s_types.Contains(type.Substring(type.LastIndexOf('.') + 1), StringComparer.OrdinalIgnoreCase);
}
