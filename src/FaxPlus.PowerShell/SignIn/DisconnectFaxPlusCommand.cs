using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>
/// Ends a sign-in on this machine by closing its connections and removing its token from memory. The token itself remains valid.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "FaxPlus")]
[OutputType(typeof(void))]
public sealed class DisconnectFaxPlusCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    /// <summary>The session to end; the default is the session of this runspace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [LiveSession]
    [ValidateNotNull]
    public FaxPlusSession? Session { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (Session?.WhyUnusable is FaxPlusException why) End(why, null);
        FaxPlusSession? current = RunspaceSession<FaxPlusSession>.Of(this);
        FaxPlusSession? ended = Session ?? current;
        if (ended is null) return;
        if (ReferenceEquals(ended, current)) RunspaceSession<FaxPlusSession>.Set(null, null, this);
        ended.Close();
    }
}
