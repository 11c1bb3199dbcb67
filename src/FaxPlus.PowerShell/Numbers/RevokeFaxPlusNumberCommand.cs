using System.Management.Automation;
using FaxPlus.PowerShell.Numbers;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Removes numbers from the specified members. The account keeps the numbers and continues to pay for them, and other members keep the
/// numbers.
/// </summary>
[Cmdlet(VerbsSecurity.Revoke, "FaxPlusNumber", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokeFaxPlusNumberCommand : MemberNumberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(RevokeNumber),
        WhenNamedByEmail("Member", ListMembers),
    ];

    private protected override string Doing => "Remove the number from the member (the account keeps the number)";

    private protected override void Process(string number, string memberId) =>
        Call((client, stop) => client.Numbers.RevokeAsync(number, memberId, stop));
}
