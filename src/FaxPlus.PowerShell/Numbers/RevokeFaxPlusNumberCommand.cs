using System.Management.Automation;
using FaxPlus.PowerShell.Numbers;

namespace FaxPlus.PowerShell;

/// <summary>
/// Takes numbers from members. It is about the member alone: the number stays bought, goes on costing its fee, and
/// stays with everybody else who has it.
/// </summary>
[Cmdlet(VerbsSecurity.Revoke, "FaxPlusNumber", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokeFaxPlusNumberCommand : MemberNumberCmdlet
{
    private protected override string Doing => "Take the number from the member (it stays bought)";

    private protected override void Process(string number, string memberId) =>
        Call((client, stop) => client.Numbers.RevokeAsync(number, memberId, stop));
}
