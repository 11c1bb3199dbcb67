using System;
using System.Linq;

namespace FaxPlus.PowerShell.Operations;

/// <summary>
/// Operations of the API that a cmdlet requests, and when. Each cmdlet declares them in its field <c>ApiOperations</c>, where
/// Get-FaxPlusScope finds them. Operations that only -WhatIf omits are declared, since the run to prepare for is the one without it.
/// </summary>
internal sealed class OperationRule(Func<CommandCall, FaxPlusOperation?[]> operations, string? when, Func<CommandCall, bool?> applies, bool isAlternative = false)
{
    public Func<CommandCall, FaxPlusOperation?[]> Operations { get; } = operations;

    public string? Description { get; } = when;

    /// <summary>Whether the call makes them; null if it is known only at run time.</summary>
    public Func<CommandCall, bool?> Applies { get; } = applies;

    public bool IsAlternative { get; } = isAlternative;

    public static OperationRule Always(params FaxPlusOperation[] operations) => new(_ => operations, null, _ => true);

    public static OperationRule When(string when, Func<CommandCall, bool?> applies, params FaxPlusOperation[] operations) => new(_ => operations, when, applies);

    /// <summary>One operation with a parameter and another one without it: the call makes one of them in any case.</summary>
    public static OperationRule[] Either(string parameter, FaxPlusOperation with, FaxPlusOperation without) =>
    [
        new(_ => [with], "with -" + parameter, call => call.Has(parameter), isAlternative: true),
        new(_ => [without], "without -" + parameter, call => !call.Has(parameter), isAlternative: true),
    ];

    /// <summary>
    /// The operations for a member who is given by an e-mail address; unknown before the run if the argument is not constant.
    /// </summary>
    public static OperationRule WhenNamedByEmail(string parameter, params FaxPlusOperation[] operations) =>
        When("for a member specified by e-mail address", call => call.Text(parameter) is { } text && !text.Contains('{') ? text.Contains('@') : call.IsWhole ? false : null, operations);
}
