using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>The errors that have come since a command began, of whichever command. What PowerShell or a neighbour in the pipeline had to refuse, a cmdlet learns in no other way.</summary>
internal sealed class ErrorsSince(PSCmdlet cmdlet)
{
    private readonly object? _last = ErrorsOf(cmdlet).FirstOrDefault();

    // $? does not tell: a script block in brackets that wrote an error has succeeded.
    private readonly bool _isHeadFailed = IsOfSameLine(cmdlet);

    /// <summary>Whether there are any, or one in what stands in brackets at the head of the pipeline, which was there before the command began.</summary>
    public bool HasAny => _isHeadFailed || All.Any();

    /// <summary>The newest first.</summary>
    public IEnumerable<ErrorRecord> All => ErrorsOf(cmdlet).TakeWhile(error => error != _last).OfType<ErrorRecord>();

    private static bool IsOfSameLine(PSCmdlet cmdlet) =>
        ErrorsOf(cmdlet).FirstOrDefault() is ErrorRecord { InvocationInfo: InvocationInfo last }
        && last.ScriptName == cmdlet.MyInvocation.ScriptName
        && last.ScriptLineNumber == cmdlet.MyInvocation.ScriptLineNumber
        && last.HistoryId == cmdlet.MyInvocation.HistoryId;

    private static IEnumerable<object> ErrorsOf(PSCmdlet cmdlet) => (cmdlet.GetVariableValue("Error") as IEnumerable)?.Cast<object>() ?? [];
}
