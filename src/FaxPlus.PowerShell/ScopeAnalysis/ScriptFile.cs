using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>A parsed script, with its functions and commands grouped by the function that contains them.</summary>
internal sealed class ScriptFile
{
    // Errors that depend on this machine, such as missing modules. A script with such errors can still be analyzed.
    private static readonly string[] s_localErrors =
    [
        "ModuleNotFoundDuringParse", "TypeNotFound", "CustomAttributeTypeNotFound", "ErrorLoadingAssembly",
        "MultipleModuleEntriesFoundDuringParse", "RequiresModuleInvalid", "CannotResolveAssemblyPath"
    ];

    private readonly ILookup<FunctionDefinitionAst?, CommandAst> _commands;
    private readonly ILookup<FunctionDefinitionAst?, Ast> _all;

    private ScriptFile(string? path, ScriptBlockAst root, ParseError[] errors)
    {
        Path = path;
        Root = root;
        // If a file was read with the wrong encoding, its syntax errors would quote text that the file does not contain.
        Errors = IsUtf16(root)
            ? [new ScriptProblem(root.Extent, "the file seems to be in UTF-16 without a byte order mark. Save the file as UTF-8.")]
            : [.. errors.Where(error => !IsLocal(error)).Select(error => new ScriptProblem(error.Extent, error.Message.Trim()))];
        LocalErrors =
        [
            .. errors.Where(IsLocal).Select(
                error => new ScriptProblem(error.Extent, $"{error.Message.Trim()} The scopes of this code are not counted."))
        ];
        Functions =
        [
            .. root.FindAll(static ast => ast is FunctionDefinitionAst { Parent: not FunctionMemberAst }, searchNestedScriptBlocks: true)
                .Cast<FunctionDefinitionAst>()
        ];
        Variables = new ScriptVariables(root);
        Values = new WrittenValues(this);
        Texts = new ConstantText(this, Variables);
        Calls = new CallReader(new SplatReader(this, Variables, Texts));
        _all = root.FindAll(static _ => true, searchNestedScriptBlocks: true).ToLookup(OwnerOf);
        _commands = _all.SelectMany(static group => group).OfType<CommandAst>().ToLookup(OwnerOf);
    }

    /// <summary>The path of the file; null for a command line.</summary>
    public string? Path { get; }

    public ScriptBlockAst Root { get; }

    public IReadOnlyList<ScriptProblem> Errors { get; }

    /// <summary>Errors for modules, types and assemblies that the script requires and that do not exist on this machine.</summary>
    public IReadOnlyList<ScriptProblem> LocalErrors { get; }

    /// <summary>Whether another analyzed file may change a variable. The library sets this function.</summary>
    public Func<string, bool> IsChangedElsewhere { get; set; } = static _ => false;

    public IReadOnlyList<FunctionDefinitionAst> Functions { get; }

    public ScriptVariables Variables { get; }

    public WrittenValues Values { get; }

    public ConstantText Texts { get; }

    public CallReader Calls { get; }

    /// <summary>All syntax elements of the script.</summary>
    public IEnumerable<Ast> Parts => _all.SelectMany(static group => group);

    public IEnumerable<CommandAst> Commands => _commands.SelectMany(group => group);

    /// <summary>Whether the user starts this script, or calls the functions of this module. The arguments are then unknown.</summary>
    public bool IsStarted { get; set; }

    /// <summary>The functions that no analyzed code calls. Their arguments are unknown.</summary>
    public ISet<FunctionDefinitionAst> IdleFunctions { get; } = new HashSet<FunctionDefinitionAst>();

    /// <summary>Whether the file is a script module (.psm1), whose functions are called by other code.</summary>
    public bool IsModule => string.Equals(System.IO.Path.GetExtension(Path), ".psm1", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FaxPlusException">The file cannot be read.</exception>
    public static ScriptFile Read(string path)
    {
        try
        {
            // The file is opened first, because the parser reports a file that it cannot open as a syntax error.
            if (IsPipe(path))
            {
                throw new FaxPlusException(FaxPlusErrorKind.FileRejected, $"'{path}' is a device or pipe, not a script.")
                {
                    RecommendedAction = "Specify the file of a script.",
                };
            }
            File.OpenRead(path).Dispose();
            ScriptBlockAst root = Parser.ParseFile(path, out _, out ParseError[] errors);
            return new ScriptFile(path, root, errors);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw FileError.OfMissingRoot(path)
                ?? new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The script '{path}' does not exist.", exception)
                {
                    RecommendedAction = "Check the path. A relative path is relative to the current location.",
                };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileError.Make($"The script '{path}' cannot be read", path, exception);
        }
    }

    public static ScriptFile Parse(string text) => new(null, Parser.ParseInput(text, out _, out ParseError[] errors), errors);

    /// <summary>The commands in a function, or outside all functions, including commands in script blocks.</summary>
    public IEnumerable<CommandAst> CommandsOf(FunctionDefinitionAst? function) => _commands[function];

    /// <summary>All syntax elements in a function, or outside all functions.</summary>
    public IEnumerable<Ast> PartsOf(FunctionDefinitionAst? function) => _all[function];

    /// <summary>Whether a path is a pipe or a device. Reading such a file may block.</summary>
    private static bool IsPipe(string path)
    {
        if (path.StartsWith("/dev/", StringComparison.Ordinal)) return true;
        var file = new FileInfo(path);
        // The length of a link is not the length of its target, so a link is always opened.
        if (!file.Exists || (file.Length > 0 && (file.Attributes & FileAttributes.ReparsePoint) == 0)) return false;
        try
        {
            // Opening a pipe for reading and writing does not wait for the other end.
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            // A device such as /dev/zero has the length 0, but can be read without end.
            return !stream.CanSeek || (stream.Length == 0 && stream.ReadByte() >= 0);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether the text was read from UTF-16 without a byte order mark, which PowerShell reads as UTF-8.</summary>
    private static bool IsUtf16(ScriptBlockAst root)
    {
        string text = root.Extent.StartScriptPosition.GetFullScript();
        return text.Length > 1 && (text[0] == '\0' || text[1] == '\0');
    }

    private static bool IsLocal(ParseError error) => s_localErrors.Contains(error.ErrorId, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The innermost function that contains an element; null outside all functions. A method of a class does not count as a function,
    /// because its callers are unknown; the method is treated as code that always runs.
    /// </summary>
    public static FunctionDefinitionAst? OwnerOf(Ast ast)
    {
        for (Ast parent = ast.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is FunctionDefinitionAst { Parent: not FunctionMemberAst } function) return function;
        }

        return null;
    }
}
