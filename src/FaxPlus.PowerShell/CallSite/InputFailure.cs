using System;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// Whether the input of a command may be incomplete, for commands that draw conclusions from missing input: because of an error or a failed
/// program, since the command began or where its input was produced.
/// </summary>
internal sealed class InputFailure(PSCmdlet cmdlet)
{
    private readonly ErrorsSince _since = new(cmdlet);
    private readonly object? _exitCode = ExitCodeOf(cmdlet);

    // $? is not sufficient: a script block in parentheses that wrote an error counts as successful.
    private readonly string? _before = Before(cmdlet);

    /// <summary>The failure, in a few words; null if there was none.</summary>
    public string? Reason => _since.All.FirstOrDefault()?.Exception.Message ?? ProgramSince ?? _before ?? (IsIgnoring ? "errors are ignored" : null);

    // Each program that ends sets the variable to a new object.
    private string? ProgramSince => ExitCodeOf(cmdlet) is int code and not 0 && !ReferenceEquals(ExitCodeOf(cmdlet), _exitCode) ? OfProgram(code) : null;

    /// <summary>Rows that were refused then are not known.</summary>
    private bool IsIgnoring => cmdlet.MyInvocation.ExpectingInput
        && LanguagePrimitives.TryConvertTo(cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : cmdlet.GetVariableValue("ErrorActionPreference"), out ActionPreference action)
        && action == ActionPreference.Ignore;

    private static string? Before(PSCmdlet cmdlet)
    {
        var origin = new InputOrigin(cmdlet);
        return ErrorsSince.Of(cmdlet).Select(ErrorsSince.Record).FirstOrDefault(error => error is not null && origin.Made(error))?.Exception.Message
            ?? (ExitCodeOf(cmdlet) is int code and not 0 && origin.CallsProgram ? OfProgram(code) : null);
    }

    private static string OfProgram(int code) => FormattableString.Invariant($"a program ended with exit code {code}");

    private static object? ExitCodeOf(PSCmdlet cmdlet) => cmdlet.GetVariableValue("global:LASTEXITCODE");
}
