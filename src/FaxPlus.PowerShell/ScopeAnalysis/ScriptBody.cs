using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>The body of a function, or the code of a script outside all functions.</summary>
internal sealed class ScriptBody(ScriptFile file, FunctionDefinitionAst? function)
{
    public ScriptFile File { get; } = file;

    public FunctionDefinitionAst? Function { get; } = function;

    public Ast Ast { get; } = function ?? (Ast)file.Root;

    /// <summary>Whether a parameter accepts pipeline input.</summary>
    public bool AcceptsInput =>
        (Function?.Parameters ?? Block.ParamBlock?.Parameters)?.SelectMany(parameter => parameter.Attributes).OfType<AttributeAst>()
            .Any(attribute => attribute.NamedArguments.Any(
                argument => argument.ArgumentName.StartsWith("ValueFromPipeline", StringComparison.OrdinalIgnoreCase))) == true;

    private ScriptBlockAst Block => Function?.Body ?? File.Root;

    /// <summary>
    /// The syntax elements of the body in the order in which they run. For example, an argument precedes its command, and the begin block
    /// precedes the process block.
    /// </summary>
    public IEnumerable<Ast> Steps => File.PartsOf(Function).OrderBy(Rank).ThenBy(part => part.Extent.EndOffset);

    /// <summary>Ranks a part by its block. Methods and traps come first, because they may run before the statements above them.</summary>
    private int Rank(Ast part)
    {
        Ast[] around = [part, .. ScriptFlow.Parents(part)];
        if (around.Any(parent => parent is TrapStatementAst)) return 0;
        return around.OfType<NamedBlockAst>().FirstOrDefault(parent => parent.Parent == Block)?.BlockKind switch
        {
            null => 0,
            TokenKind.Dynamicparam => 1,
            TokenKind.Begin => 2,
            TokenKind.Process => 3,
            _ => 4,
        };
    }
}
