using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// The errors of all commands since the start of a command. A cmdlet has no other way to detect errors of PowerShell itself and of other
/// commands in the pipeline.
/// </summary>
internal sealed class ErrorsSince(PSCmdlet cmdlet)
{
    private readonly object? _last = Of(cmdlet).FirstOrDefault();

    /// <summary>The error records, newest first.</summary>
    public IEnumerable<ErrorRecord> All => Of(cmdlet).TakeWhile(error => error != _last).Select(Record).OfType<ErrorRecord>();

    /// <summary>
    /// All errors in the global $Error, newest first: error records, and exceptions that contain an error record. A module has its own
    /// $Error, which is empty.
    /// </summary>
    public static IEnumerable<object> Of(PSCmdlet cmdlet) => (cmdlet.GetVariableValue("global:Error") as IEnumerable)?.Cast<object>() ?? [];

    public static ErrorRecord? Record(object error) => error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;
}
