using System.Management.Automation;
using FaxPlus.PowerShell.Numbers;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Takes numbers from members. It is about the member alone: the number stays bought, goes on costing its fee, and
/// stays with everybody else who has it.
/// </summary>
[Cmdlet(VerbsSecurity.Revoke, "FaxPlusNumber", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokeFaxPlusNumberCommand : MemberNumberCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(RevokeNumber),
        WhenNamedByEmail("Member", ListMembers),
    ];

    private protected override string Doing => "Take the number from the member (it stays bought)";

    private protected override void Process(string number, string memberId) =>
        Call((client, stop) => client.Numbers.RevokeAsync(number, memberId, stop));
}
