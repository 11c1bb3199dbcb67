using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>Returns the Voipex session of this runspace, if there is one.</summary>
[Cmdlet(VerbsCommon.Get, "VoipexSession")]
[OutputType(typeof(VoipexSession))]
public sealed class GetVoipexSessionCommand : FaxPlusCmdlet
{
    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (RunspaceSession<VoipexSession>.Find(this, static ended => ended.Close()) is VoipexSession session) WriteObject(session);
    }
}
