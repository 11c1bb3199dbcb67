using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// The errors of all commands since a command began. A cmdlet has no other way to detect errors of PowerShell and of other commands of the
/// pipeline.
/// </summary>
internal sealed class ErrorsSince(PSCmdlet cmdlet)
{
    private readonly object? _last = Of(cmdlet).FirstOrDefault();

    /// <summary>The newest first.</summary>
    public IEnumerable<ErrorRecord> All => Of(cmdlet).TakeWhile(error => error != _last).Select(Record).OfType<ErrorRecord>();

    /// <summary>
    /// All errors that PowerShell keeps, the newest first: error records, and exceptions that contain one. A module has its own, empty
    /// $Error.
    /// </summary>
    public static IEnumerable<object> Of(PSCmdlet cmdlet) => (cmdlet.GetVariableValue("global:Error") as IEnumerable)?.Cast<object>() ?? [];

    public static ErrorRecord? Record(object error) => error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;
}
