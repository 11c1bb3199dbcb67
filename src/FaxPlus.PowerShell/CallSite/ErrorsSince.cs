using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.CallSite;

/// <summary>The errors that have come since a command began, of whichever command. What PowerShell or a neighbour in the pipeline had to refuse, a cmdlet learns in no other way.</summary>
internal sealed class ErrorsSince(PSCmdlet cmdlet)
{
    private readonly object? _last = Of(cmdlet).FirstOrDefault();

    /// <summary>The newest first.</summary>
    public IEnumerable<ErrorRecord> All => Of(cmdlet).TakeWhile(error => error != _last).Select(Record).OfType<ErrorRecord>();

    /// <summary>All that PowerShell remembers, the newest first: records, and exceptions that hold one. A module has an empty $Error of its own.</summary>
    public static IEnumerable<object> Of(PSCmdlet cmdlet) => (cmdlet.GetVariableValue("global:Error") as IEnumerable)?.Cast<object>() ?? [];

    public static ErrorRecord? Record(object error) => error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;
}
