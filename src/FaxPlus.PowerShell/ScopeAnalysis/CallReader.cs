using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>Determines which parameters a call in a script passes to a cmdlet, according to PowerShell's binding rules.</summary>
internal sealed class CallReader(SplatReader splats)
{
    /// <summary>Reads a call. Adds a problem for every splat that cannot be determined.</summary>
    public CommandCall Read(CommandAst command, CmdletMetadata shape, ICollection<ScriptProblem> problems)
    {
        var call = new CommandCall(shape.Name);
        var unnamed = new List<Ast>();
        IReadOnlyList<CommandElementAst> elements = command.CommandElements;
        for (int i = 1; i < elements.Count; i++)
        {
            switch (elements[i])
            {
                case CommandParameterAst named:
                    CmdletParameter? parameter = shape.Parameter(named.ParameterName);
                    bool takesNext = named.Argument is null
                        && parameter is { IsSwitch: false }
                        && i + 1 < elements.Count
                        && elements[i + 1] is not CommandParameterAst;
                    Ast? value = takesNext ? elements[++i] : named.Argument;
                    if (parameter is not null)
                    {
                        call.Arguments[parameter.Name] = For(
                            parameter, value is null ? CommandArgument.Constant("true") : splats.Argument(value));
                    }
                    break;
                case VariableExpressionAst { Splatted: true } splatted:
                    Spread(splatted, command, shape, call, problems);
                    break;
                case UsingExpressionAst { SubExpression: VariableExpressionAst { Splatted: true } splatted }:
                    Spread(splatted, command, shape, call, problems);
                    break;
                default:
                    unnamed.Add(elements[i]);
                    break;
            }
        }

        Place(unnamed, shape, call);
        if (command.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != command) Expect(shape, call);
        return call;
    }

    /// <summary>Adds the entries of a splatted hashtable. Arguments in the call itself take precedence over splatted entries.</summary>
    private void Spread(
        VariableExpressionAst splatted, CommandAst command, CmdletMetadata shape, CommandCall call, ICollection<ScriptProblem> problems)
    {
        Splat splat = splats.At(splatted, command);
        foreach (KeyValuePair<string, CommandArgument> entry in splat.Entries)
        {
            if (shape.Parameter(entry.Key) is { } parameter && !call.Arguments.ContainsKey(parameter.Name))
            {
                call.Arguments[parameter.Name] = For(parameter, entry.Value);
            }
        }

        if (splat.IsComplete) return;
        call.IsComplete = false;
        problems.Add(new ScriptProblem(
            command.Extent,
            $"the parameters that {splatted.Extent.Text} passes to {shape.Name} cannot be determined; " +
            "all scopes that the cmdlet may need are counted.",
            isCounted: true));
    }

    private void Place(List<Ast> unnamed, CmdletMetadata shape, CommandCall call)
    {
        using IEnumerator<CmdletParameter> free = shape.Positional
            .Where(parameter => !call.Arguments.ContainsKey(parameter.Name))
            .GetEnumerator();
        foreach (Ast value in unnamed)
        {
            if (!free.MoveNext()) break;
            call.Arguments[free.Current.Name] = For(free.Current, splats.Argument(value));
        }
    }

    /// <summary>Marks every parameter that accepts pipeline input as possibly specified.</summary>
    private static void Expect(CmdletMetadata shape, CommandCall call)
    {
        foreach (CmdletParameter parameter in shape.FromPipeline.Where(parameter => !call.Arguments.ContainsKey(parameter.Name)))
        {
            call.Arguments[parameter.Name] = CommandArgument.Uncertain;
        }
    }

    /// <summary>
    /// Converts the argument of a switch, which is absent with <c>$false</c> and uncertain with an unknown value. Other arguments are
    /// unchanged.
    /// </summary>
    private static CommandArgument For(CmdletParameter parameter, CommandArgument argument) => argument switch
    {
        { IsGiven: true, Text: null } when parameter.IsSwitch => CommandArgument.Uncertain,
        { Text: "false" } when parameter.IsSwitch => CommandArgument.Absent,
        _ => argument,
    };
}
