using System.Management.Automation;
using FaxPlus.PowerShell.Numbers;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Assigns numbers to members. The service adds the member, so other members keep the number.</summary>
[Cmdlet(VerbsSecurity.Grant, "FaxPlusNumber", SupportsShouldProcess = true)]
[OutputType(typeof(FaxNumber))]
public sealed class GrantFaxPlusNumberCommand : MemberNumberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(AssignNumber),
        WhenNamedByEmail("Member", ListMembers),
        When("with -PassThru", call => call.Has("PassThru"), GetNumber),
    ];

    /// <summary>Returns the number in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Doing => "Let the member use the number";

    private protected override void Process(string number, string memberId)
    {
        Call((client, stop) => client.Numbers.AssignAsync(number, memberId, stop));
        if (PassThru) WriteObject(Call((client, stop) => client.Numbers.GetAsync(number, FaxPlusDefaults.Self, stop)));
    }
}
