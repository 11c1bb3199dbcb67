using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Finds statements of the running scripts and their scopes.</summary>
internal static class Statements
{
    /// <summary>The statement of a stack frame; null if the text of its script is not available.</summary>
    public static Ast? Of(IScriptExtent frame) =>
        Of(frame, Parser.ParseInput(frame.StartScriptPosition.GetFullScript(), out _, out _));

    /// <summary>The statement of a stack frame in its parsed script; null if the text of the script is not available.</summary>
    public static Ast? Of(IScriptExtent frame, ScriptBlockAst script) => script.Find(
        node => node.Extent.StartOffset == frame.StartOffset && node.Extent.EndOffset == frame.EndOffset,
        searchNestedScriptBlocks: true);

    /// <summary>
    /// Returns the statement that contains the command with the specified name. The position of a stack frame is that of the last statement
    /// that began, which may be inside the command's pipeline, such as <c>@(Import-Csv list.csv)</c>.
    /// </summary>
    public static Ast WithCommand(Ast statement, string name)
    {
        Ast? around = statement;
        while (around is not null && !Assignments.All<CommandAst>(around).Any(command => IsCall(command, name))) around = around.Parent;
        return around is null or ScriptBlockAst or NamedBlockAst ? statement : around;
    }

    /// <summary>Whether a command is called by the specified name.</summary>
    public static bool IsCall(CommandAst command, string name) =>
        string.Equals(command.GetCommandName(), name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The script blocks that contain a statement, innermost first.</summary>
    public static IEnumerable<ScriptBlockAst> BlocksAround(Ast statement)
    {
        for (Ast node = statement; node is not null; node = node.Parent)
        {
            if (node is ScriptBlockAst block) yield return block;
        }
    }

    /// <summary>
    /// Whether a part of a script is in the block of a statement, in a nested block, or directly in an enclosing block. In any other block,
    /// the same name denotes a different variable.
    /// </summary>
    /// <param name="part">The part of the script.</param>
    /// <param name="blocks">The script blocks that contain the statement, innermost first.</param>
    public static bool IsInScope(Ast part, ScriptBlockAst[] blocks) =>
        blocks.Contains(BlocksAround(part).First()) || BlocksAround(part).Contains(blocks[0]);
}
