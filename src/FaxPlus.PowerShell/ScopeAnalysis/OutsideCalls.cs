using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Finds the calls of a function, a method or a script block in all analyzed scripts.</summary>
internal sealed class OutsideCalls(ScriptLibrary library)
{
    private ILookup<string, (ScriptFile File, Ast Call)>? _calls;
    private int _files;

    /// <summary>The commands and method calls that may pass arguments to a script block.</summary>
    public IEnumerable<(ScriptFile File, Ast Call)> Of(ScriptFile file, ScriptBlockAst block)
    {
        switch (block.Parent)
        {
            case FunctionDefinitionAst { Parent: FunctionMemberAst method }:
                return All["." + (method.IsConstructor ? "new" : method.Name)];
            case FunctionDefinitionAst function:
                return All[function.Name.Substring(function.Name.IndexOf(':') + 1)];
            default:
                // A script block is either an argument of a command, or the value of a variable that a command uses.
                Ast? around = block.Parent;
                while (around is not (null or CommandAst or AssignmentStatementAst)) around = around.Parent;
                if (around is CommandAst command) return [(file, command)];
                string? variable = around is AssignmentStatementAst assignment ? ScriptVariables.Target(assignment.Left) : null;
                return variable is null ? [] : file.Commands
                    .Where(one => one.CommandElements
                        .OfType<VariableExpressionAst>()
                        .Any(element => ScriptVariables.NameOf(element).Equals(variable, StringComparison.OrdinalIgnoreCase)))
                    .Select(one => (file, (Ast)one));
        }
    }

    private ILookup<string, (ScriptFile File, Ast Call)> All
    {
        get
        {
            if (_calls is not null && _files == library.Files.Count) return _calls;
            _files = library.Files.Count;
            return _calls = library.Files
                .SelectMany(file => file.Parts.Select(part => (File: file, Call: part, Name: NameOf(file, part))))
                .Where(call => call.Name is not null)
                .ToLookup(call => call.Name!, call => (call.File, call.Call), StringComparer.OrdinalIgnoreCase);
        }
    }

    private string? NameOf(ScriptFile file, Ast part) => part switch
    {
        CommandAst command => library.NameOf(file, command),
        InvokeMemberExpressionAst { Member: StringConstantExpressionAst method } => "." + method.Value,
        _ => null,
    };
}
