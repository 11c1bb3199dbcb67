using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>Ends a sign-in to Voipex on this machine by closing its connections and removing its tokens from memory.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Voipex")]
[OutputType(typeof(void))]
public sealed class DisconnectVoipexCommand : FaxPlusCmdlet
{
    /// <summary>The session to end; the default is the session of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [LiveSession(IsVoipex = true)]
    [ValidateNotNull]
    public VoipexSession? Session { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (Session?.WhyUnusable is FaxPlusException why) End(why, null);
        VoipexSession? current = RunspaceSession<VoipexSession>.Of(this);
        VoipexSession? ended = Session ?? current;
        if (ended is null) return;
        if (ReferenceEquals(ended, current)) RunspaceSession<VoipexSession>.Set(null, null, this);
        ended.Close();
    }
}
