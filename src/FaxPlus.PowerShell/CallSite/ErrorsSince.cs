using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>
/// The errors of all commands since this object was created. A cmdlet has no other way to detect errors of PowerShell itself and of other
/// commands in the pipeline.
/// </summary>
internal sealed class ErrorsSince
{
    // All errors at the creation of this object. The newest one is not sufficient, because a script may remove errors from $Error.
    private readonly WeakReference[] _known;

    public ErrorsSince(PSCmdlet cmdlet) => _known = [.. Of(cmdlet).Select(static error => new WeakReference(error))];

    /// <summary>The error records since this object was created, newest first.</summary>
    public IEnumerable<ErrorRecord> In(PSCmdlet cmdlet) => Of(cmdlet)
        .TakeWhile(error => !Array.Exists(_known, known => ReferenceEquals(known.Target, error)))
        .Select(Record)
        .OfType<ErrorRecord>();

    /// <summary>
    /// All errors in the global $Error, newest first: error records, and exceptions that contain an error record. A module has its own
    /// $Error, which is empty.
    /// </summary>
    public static IEnumerable<object> Of(PSCmdlet cmdlet) => (cmdlet.GetVariableValue("global:Error") as IEnumerable)?.Cast<object>() ?? [];

    public static ErrorRecord? Record(object error) => error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;
}
