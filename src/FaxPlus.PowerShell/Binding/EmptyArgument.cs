using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Detects empty arguments on a command line, which are usually caused by misspelt variables. If an empty argument were accepted as a
/// filter, a Get command would return all objects, and the next command in the pipeline might delete them. An empty cell in a row is not an
/// empty argument.
/// </summary>
internal static class EmptyArgument
{
    /// <summary>
    /// Returns the error for an empty argument of a Get, Find or Receive command; null if there is none. In a Set command, an empty text
    /// removes a value, so only null is an error. Call this method before the first row.
    /// </summary>
    public static FaxPlusException? OfFilterOrChange(InvocationInfo invocation) => invocation.MyCommand is not CmdletInfo command
        ? null
        : command.Verb switch
        {
            VerbsCommon.Get or VerbsCommon.Find or VerbsCommunications.Receive =>
                Of(invocation, invocation.BoundParameters.Keys.Where(
                    name => name is not ("State" or "InputObject") && !Cmdlet.CommonParameters.Contains(name))),
            VerbsCommon.Set => OfNull(invocation),
            _ => null,
        };

    private static FaxPlusException? OfNull(InvocationInfo invocation)
    {
        string? name = invocation.BoundParameters.Where(given => given.Value is null).Select(given => given.Key).FirstOrDefault(
            name => name is not ("Region" or "InputObject" or "Row" or "Session") && !Cmdlet.CommonParameters.Contains(name));
        return name is null
            ? null
            : new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The value of -{name} is null.")
            {
                RecommendedAction = $"Check the variable or expression, or omit -{name}. To remove a text, specify an empty text ('').",
            };
    }

    /// <summary>Checks the arguments with the specified names.</summary>
    public static FaxPlusException? Of(InvocationInfo invocation, IEnumerable<string> names)
    {
        string? empty = names.FirstOrDefault(name => invocation.BoundParameters.TryGetValue(name, out object? value) && IsEmpty(value));
        return empty is null
            ? null
            : new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"The value of -{empty} is empty. Without this value, the command would have a different effect.")
            {
                RecommendedAction = $"Check the variable or expression, or omit -{empty}.",
            };
    }

    private static bool IsEmpty(object? value) =>
        (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) switch
        {
            null => true,
            string text => string.IsNullOrWhiteSpace(text),
            IDictionary => false,
            IEnumerable items => items.Cast<object?>().All(IsEmpty),
            var other => Cell.IsBlank(other),
        };
}
