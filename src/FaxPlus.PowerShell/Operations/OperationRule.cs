using System;
using System.Linq;

namespace FaxPlus.PowerShell.Operations;

/// <summary>
/// The API operations that a cmdlet requests, and the condition for the requests. Each cmdlet declares its rules in its field
/// <c>ApiOperations</c>, which Get-FaxPlusScope reads. Operations that only -WhatIf omits are also declared, because the scopes are needed
/// for the run without -WhatIf.
/// </summary>
internal sealed class OperationRule(
    Func<CommandCall, FaxPlusOperation?[]> operations, string? when, Func<CommandCall, bool?> applies, bool isAlternative = false)
{
    public Func<CommandCall, FaxPlusOperation?[]> Operations { get; } = operations;

    public string? Description { get; } = when;

    /// <summary>Whether the call requests the operations; null if this is known only at run time.</summary>
    public Func<CommandCall, bool?> Applies { get; } = applies;

    public bool IsAlternative { get; } = isAlternative;

    public static OperationRule Always(params FaxPlusOperation[] operations) => new(_ => operations, null, _ => true);

    public static OperationRule When(string when, Func<CommandCall, bool?> applies, params FaxPlusOperation[] operations) =>
        new(_ => operations, when, applies);

    /// <summary>
    /// The rules for a cmdlet that requests one operation with a parameter and another operation without the parameter. Every call requests
    /// one of these operations.
    /// </summary>
    public static OperationRule[] Either(string parameter, FaxPlusOperation with, FaxPlusOperation without) =>
    [
        new(_ => [with], "with -" + parameter, call => call.Has(parameter), isAlternative: true),
        new(_ => [without], "without -" + parameter, call => !call.Has(parameter), isAlternative: true),
    ];

    /// <summary>
    /// The rule for operations that are requested only if a member is specified by e-mail address. If the script does not show whether the
    /// argument is an e-mail address, the need for these operations is known only at run time.
    /// </summary>
    public static OperationRule WhenNamedByEmail(string parameter, params FaxPlusOperation[] operations) =>
        When(
            "for a member specified by e-mail address",
            call => call.Text(parameter) is { } text && (text.Contains('@') || !text.Contains(CommandArgument.Gap)) ? text.Contains('@')
                : call.Has(parameter) == false ? false
                : null,
            operations);
}
