using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>The errors that have come since a command began, of whichever command. What PowerShell or a neighbour in the pipeline had to refuse, a cmdlet learns in no other way.</summary>
internal sealed class ErrorsSince(PSCmdlet cmdlet)
{
    private readonly object? _last = ErrorsOf(cmdlet).FirstOrDefault();

    /// <summary>The newest first.</summary>
    public IEnumerable<ErrorRecord> All => ErrorsOf(cmdlet).TakeWhile(error => error != _last).OfType<ErrorRecord>();

    private static IEnumerable<object> ErrorsOf(PSCmdlet cmdlet) => (cmdlet.GetVariableValue("Error") as IEnumerable)?.Cast<object>() ?? [];
}
