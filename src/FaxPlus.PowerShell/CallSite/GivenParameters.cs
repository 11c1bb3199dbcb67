using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>Determines which parameters of a function or script block a call specifies.</summary>
internal static class GivenParameters
{
    /// <summary>The names of the specified parameters, separated by commas; empty without arguments.</summary>
    /// <param name="call">The call.</param>
    /// <param name="body">The function or script block.</param>
    public static string Of(CommandAst call, ScriptBlockAst body)
    {
        List<string> free = [.. InputOrigin.ParametersOf(body)];
        List<string> given = [];
        void Add(Predicate<string> isGiven)
        {
            int i = free.FindIndex(isGiven);
            if (i < 0) return;
            given.Add(free[i]);
            // $args and $PSBoundParameters may contain any number of arguments.
            if (free[i] is not ("args" or "PSBoundParameters")) free.RemoveAt(i);
        }

        bool isValue = false;
        foreach (CommandElementAst element in call.CommandElements.Skip(1))
        {
            if (element is CommandParameterAst { ParameterName: var name, Argument: var argument })
            {
                Add(parameter => parameter.StartsWith(name, StringComparison.OrdinalIgnoreCase));
                isValue = argument is null;
                continue;
            }

            if (element is VariableExpressionAst { Splatted: true }) given.AddRange(free);
            else if (!isValue) Add(static _ => true);
            isValue = false;
        }

        if (given.Count > 0) given.Add("PSBoundParameters");
        return string.Join(",", given.Distinct());
    }
}
