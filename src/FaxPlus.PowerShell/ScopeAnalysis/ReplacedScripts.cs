using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Finds statements that may write a script before the same run loads or calls it. In this case, the script that runs may differ from the
/// script that was analyzed. The bodies of scripts and functions are walked in the order in which they run. A body is walked again if more
/// files were written since the last walk.
/// </summary>
internal sealed class ReplacedScripts(ScriptLibrary library)
{
    private static readonly Regex s_extension = new(
        @"\.(?!ps1$|psm1$|psd1$)[A-Za-z0-9_]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly WrittenFiles _files = new(library);
    private readonly List<(Ast Ast, string? Path)> _written = [];
    private readonly HashSet<Ast> _writers = [];
    private readonly Dictionary<Ast, int> _walked = [];
    private readonly List<(ScriptFile File, CommandAst Command)> _deferred = [];
    private readonly HashSet<Ast> _found = [];

    /// <summary>The statements that may write a script that runs later, each with the first such script.</summary>
    public List<(Ast Writer, string Script)> Of(IEnumerable<ScriptBody> begun)
    {
        var found = new List<(Ast, string)>();
        foreach (ScriptBody body in begun) Walk(body, found);
        foreach ((ScriptFile file, CommandAst command) in _deferred.ToArray()) Enter(file, command, found);
        return found;
    }

    private void Walk(ScriptBody body, List<(Ast, string)> found)
    {
        if (_walked.TryGetValue(body.Ast, out int before) && before == _written.Count) return;
        bool isFirst = !_walked.ContainsKey(body.Ast);
        _walked[body.Ast] = _written.Count;
        Ast[] steps = [.. body.Steps];
        foreach (Ast step in steps)
        {
            if (isFirst && _writers.Add(step)) _written.AddRange(_files.Of(body.File, step).Select(path => (step, path)));
            if (step is CommandAst command) Enter(body.File, command, found);
            if (step is not (LoopStatementAst or ScriptBlockExpressionAst or TrapStatementAst or FunctionMemberAst
                or NamedBlockAst { BlockKind: TokenKind.Process }))
            {
                continue;
            }

            // A loop iteration may write a script that the next iteration calls. A script block, a trap or a method may run after
            // statements that follow it in the text.
            foreach (CommandAst inner in steps.OfType<CommandAst>().Where(inner => ScriptFlow.Contains(step, inner)))
            {
                Enter(body.File, inner, found);
                if (isFirst
                    && (step is TrapStatementAst or FunctionMemberAst
                        || (step is ScriptBlockExpressionAst block && !RunsImmediately(body.File, block))))
                {
                    _deferred.Add((body.File, inner));
                }
            }
        }
    }

    private void Enter(ScriptFile file, CommandAst command, List<(Ast, string)> found)
    {
        foreach (string script in ScriptsOf(file, command))
        {
            foreach ((Ast writer, string? path) in _written)
            {
                if (MayBe(path, script) && _found.Add(writer)) found.Add((writer, script));
            }
        }

        foreach (ScriptBody body in library.BodiesOf(file, command)) Walk(body, found);
    }

    /// <summary>The scripts that a command runs, including scripts that are passed with -FilePath.</summary>
    private IEnumerable<string> ScriptsOf(ScriptFile file, CommandAst command)
    {
        if (library.NameOf(file, command) is not string name) return [];
        if (KnownCode.FileRunners.Contains(name))
        {
            return UnreadCode.ArgumentsOf(command)
                .Where(given => given.Parameter?.StartsWith("F", StringComparison.OrdinalIgnoreCase) == true)
                .Select(given => file.Texts.Complete(given.Value) is string path ? library.FileAt(file, path)?.Path : null)
                .OfType<string>();
        }

        return library.BodiesOf(file, command).Where(body => body.Function is null).Select(body => body.File.Path!);
    }

    private bool RunsImmediately(ScriptFile file, ScriptBlockExpressionAst block) =>
        block.Parent is CommandAst command
            && (command.CommandElements[0] == block || (library.NameOf(file, command) is string name && KnownCode.RunsImmediately(name)));

    /// <summary>
    /// Whether a written path may be the path of a script, or of a folder that contains the script. Because links, drives and the current
    /// folder can redirect any path, only the last part of the path is compared.
    /// </summary>
    private static bool MayBe(string? path, string script)
    {
        if (path is null) return true;
        string[] parts = script.Split('/', '\\');
        string last = path.TrimEnd('/', '\\').Split('/', '\\').Last();
        if (last.Contains(CommandArgument.Gap) || WildcardPattern.ContainsWildcardCharacters(last))
        {
            return s_extension.Match(last) is not { Success: true } end
                || Array.Exists(parts, part => part.EndsWith(end.Value, StringComparison.OrdinalIgnoreCase));
        }

        // Windows ignores dots and spaces at the end of a name, and supports short names (8.3) and alternate data streams.
        return last.TrimEnd('.', ' ').Length == 0
            || last.EndsWith(":", StringComparison.Ordinal)
            || last.Contains("~")
            || last.Split(':').Any(name => parts.Contains(name.TrimEnd('.', ' '), StringComparer.OrdinalIgnoreCase));
    }
}
