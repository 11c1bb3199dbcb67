using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>A function, or what a script does outside all functions.</summary>
internal sealed class ScriptBody(ScriptFile file, FunctionDefinitionAst? function)
{
    public ScriptFile File { get; } = file;

    public FunctionDefinitionAst? Function { get; } = function;

    public Ast Ast { get; } = function ?? (Ast)file.Root;

    /// <summary>Whether a parameter takes pipeline input.</summary>
    public bool TakesInput => (Function?.Parameters ?? Block.ParamBlock?.Parameters)?.SelectMany(parameter => parameter.Attributes).OfType<AttributeAst>()
        .Any(attribute => attribute.NamedArguments.Any(argument => argument.ArgumentName.StartsWith("ValueFromPipeline", StringComparison.OrdinalIgnoreCase))) == true;

    private ScriptBlockAst Block => Function?.Body ?? File.Root;

    /// <summary>Its syntax elements in the order in which they run: an argument before its command, begin before process.</summary>
    public IEnumerable<Ast> Steps => File.PartsOf(Function).OrderBy(Rank).ThenBy(part => part.Extent.EndOffset);

    private int Rank(Ast part)
    {
        NamedBlockAst? named = ScriptFlow.Parents(part).OfType<NamedBlockAst>().FirstOrDefault(parent => parent.Parent == Block);
        return named?.BlockKind switch
        {
            TokenKind.Dynamicparam => 1,
            TokenKind.Begin => 2,
            TokenKind.Process => 3,
            null => 0,
            _ => 4,
        };
    }
}
