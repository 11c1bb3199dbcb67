using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>Returns the session of this runspace, if there is one.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusSession")]
[OutputType(typeof(FaxPlusSession))]
public sealed class GetFaxPlusSessionCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (RunspaceSession<FaxPlusSession>.Find(this, static ended => ended.Close()) is FaxPlusSession session) WriteObject(session);
    }
}
