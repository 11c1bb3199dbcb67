using System;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Determines whether the input of a command may be incomplete. This is the case if an error occurred or a program failed after the command
/// began, or in the code that produces the input. The input may also be incomplete if errors are ignored, or if the exit code of a program
/// is unknown. Commands that would have a wrong result with incomplete input use this class.
/// </summary>
internal sealed class InputFailure
{
    private readonly PSCmdlet _cmdlet;
    private readonly ErrorsSince _since;
    private readonly object? _exitCode;
    private readonly InputOrigin _origin;

    // $? is not sufficient, because a script block in parentheses that wrote an error counts as successful.
    private readonly string? _before;
    private ErrorRecord? _errorBefore;

    public InputFailure(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _since = new ErrorsSince(cmdlet);
        _exitCode = ExitCodeOf(cmdlet);
        _origin = new InputOrigin(cmdlet);
        _before = Before();
    }

    /// <summary>Ends the call, so that its errors do not concern the next call of the same statement, such as in a loop.</summary>
    public void End() => _origin.End();

    /// <summary>A short description of the failure; null without a failure.</summary>
    public string? Reason =>
        _since.In(_cmdlet).FirstOrDefault()?.Exception.Message ?? ProgramSince ?? _before ?? (IsIgnoring ? "errors are ignored" : null);

    // Every program that exits sets $LASTEXITCODE to a new object, so a different object means that another program has run.
    private string? ProgramSince =>
        ExitCodeOf(_cmdlet) is int code and not 0 && !ReferenceEquals(ExitCodeOf(_cmdlet), _exitCode) ? OfProgram(code) : null;

    /// <summary>
    /// Whether errors are ignored. In this case, PowerShell does not record an error for a row that another command rejected.
    /// </summary>
    private bool IsIgnoring => _cmdlet.MyInvocation.ExpectingInput
        && LanguagePrimitives.TryConvertTo(
            _cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given)
                ? given
                : _cmdlet.GetVariableValue("ErrorActionPreference"),
            out ActionPreference action)
        && action == ActionPreference.Ignore;

    /// <summary>The failure and, for an error, its position in a script; null without a failure.</summary>
    public string? Described
    {
        get
        {
            if (Reason is not string reason) return null;
            ErrorRecord? error = _since.In(_cmdlet).FirstOrDefault() ?? (ProgramSince is null ? _errorBefore : null);
            if (error is null) return reason;
            string message = error.Exception.Message.TrimEnd('.', ' ', '\r', '\n');
            return error.InvocationInfo is { ScriptLineNumber: > 0 and var line } at
                ? FormattableString.Invariant(
                    $"an error occurred in line {line}{(at.ScriptName is { Length: > 0 } file ? $" of '{file}'" : "")} ({message})")
                : $"an error occurred ({message})";
        }
    }

    private string? Before()
    {
        _errorBefore = ErrorsSince.Of(_cmdlet)
            .Select(ErrorsSince.Record)
            .FirstOrDefault(error => error is not null && _origin.Includes(error));
        if (_errorBefore is not null) return PlaceOf(_errorBefore) + _errorBefore.Exception.Message;
        return ExitCodeOf(_cmdlet) is int code and not 0 && _origin.CallsProgram ? OfProgram(code)
            : _origin.HasLostExitCode ? "the exit code of a program is unknown, because another program has run since"
            : null;
    }

    private static string PlaceOf(ErrorRecord error) => error.InvocationInfo is { ScriptLineNumber: > 0, ScriptName.Length: > 0 } at
        ? FormattableString.Invariant($"line {at.ScriptLineNumber} of {Path.GetFileName(at.ScriptName)}: ")
        : "";

    private static string OfProgram(int code) => FormattableString.Invariant($"a program ended with exit code {code}");

    private static object? ExitCodeOf(PSCmdlet cmdlet) => cmdlet.GetVariableValue("global:LASTEXITCODE");
}
