using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>Gives the sign-in of this runspace, or nothing.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusSession")]
[OutputType(typeof(FaxPlusSession))]
public sealed class GetFaxPlusSessionCommand : PSCmdlet
{
    /// <inheritdoc />
    protected override void BeginProcessing() => Views.Load(this);

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (RunspaceSession<FaxPlusSession>.Current is FaxPlusSession session) WriteObject(session);
    }
}
