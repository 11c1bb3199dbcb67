using System;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Determines whether the input of a command may be incomplete, because an error occurred or a program failed after the command began, or
/// in the code that produces the input. Commands for which missing input causes changes use this class.
/// </summary>
internal sealed class InputFailure(PSCmdlet cmdlet)
{
    private readonly ErrorsSince _since = new(cmdlet);
    private readonly object? _exitCode = ExitCodeOf(cmdlet);

    // $? is not sufficient, because a script block in parentheses that wrote an error counts as successful.
    private readonly string? _before = Before(cmdlet);

    /// <summary>A short description of the failure; null without a failure.</summary>
    public string? Reason =>
        _since.All.FirstOrDefault()?.Exception.Message ?? ProgramSince ?? _before ?? (IsIgnoring ? "errors are ignored" : null);

    // Every program that exits sets $LASTEXITCODE to a new object, so a different object means that another program has run.
    private string? ProgramSince =>
        ExitCodeOf(cmdlet) is int code and not 0 && !ReferenceEquals(ExitCodeOf(cmdlet), _exitCode) ? OfProgram(code) : null;

    /// <summary>Whether errors are ignored. In this case, rows that another command rejected leave no trace.</summary>
    private bool IsIgnoring => cmdlet.MyInvocation.ExpectingInput
        && LanguagePrimitives.TryConvertTo(
            cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given)
                ? given
                : cmdlet.GetVariableValue("ErrorActionPreference"),
            out ActionPreference action)
        && action == ActionPreference.Ignore;

    private static string? Before(PSCmdlet cmdlet)
    {
        var origin = new InputOrigin(cmdlet);
        return ErrorsSince.Of(cmdlet)
            .Select(ErrorsSince.Record)
            .FirstOrDefault(error => error is not null && origin.Includes(error))?.Exception.Message
            ?? (ExitCodeOf(cmdlet) is int code and not 0 && origin.CallsProgram ? OfProgram(code) : null);
    }

    private static string OfProgram(int code) => FormattableString.Invariant($"a program ended with exit code {code}");

    private static object? ExitCodeOf(PSCmdlet cmdlet) => cmdlet.GetVariableValue("global:LASTEXITCODE");
}
