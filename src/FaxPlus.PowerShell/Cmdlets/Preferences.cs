using System.Management.Automation;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Reads the common parameters of a command and the preference variables of its caller.</summary>
internal static class Preferences
{
    /// <summary>Whether the command runs with -WhatIf.</summary>
    public static bool IsWhatIf(PSCmdlet cmdlet) =>
        IsOn(cmdlet, "WhatIf") ?? LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>Whether verbose messages are shown.</summary>
    public static bool IsVerbose(PSCmdlet cmdlet) =>
        IsOn(cmdlet, "Verbose")
        ?? (IsOn(cmdlet, "Debug") == true
            || ActionOf(cmdlet, "Verbose") is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore));

    /// <summary>The action for the messages of a stream, such as Error or Warning; null if the preference is invalid.</summary>
    public static ActionPreference? ActionOf(PSCmdlet cmdlet, string stream) => LanguagePrimitives.TryConvertTo(
        cmdlet.MyInvocation.BoundParameters.TryGetValue($"{stream}Action", out object? given)
            ? given
            : cmdlet.GetVariableValue($"{stream}{(stream == "Error" ? "Action" : "")}Preference"),
        out ActionPreference action) ? action : null;

    /// <summary>Whether a message in a stream ends the command, or asks whether to end it.</summary>
    public static bool MayEnd(PSCmdlet cmdlet, string stream) =>
        ActionOf(cmdlet, stream) is ActionPreference.Stop or ActionPreference.Inquire;

    /// <summary>The value of a switch; null if the switch is not specified.</summary>
    private static bool? IsOn(PSCmdlet cmdlet, string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? given) ? LanguagePrimitives.IsTrue(given) : null;
}
