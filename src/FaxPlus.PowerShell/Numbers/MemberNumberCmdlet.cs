using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Members;

namespace FaxPlus.PowerShell.Numbers;

/// <summary>A cmdlet with one operation for each combination of a number and a member.</summary>
public abstract class MemberNumberCmdlet : RowCmdlet
{
    /// <summary>Numbers of the account, such as +16505550100, or national numbers of the session's region.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NumberCompleter))]
    [FromProperty("Number", KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] Number { get; set; } = [];

    /// <summary>
    /// The uids or e-mail addresses of members, or objects from Get-FaxPlusMember or Get-FaxPlusAccount; self for the signed-in user.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UserId", "Uid", "Email")]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [FromProperty(
        "Uid", "UserId", "Email",
        Hint = FromPropertyAttribute.MemberHint, Owners = [typeof(Account), typeof(Member)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] Member { get; set; } = [];

    /// <summary>
    /// A pipeline object. The StoredMember attribute refuses contacts, faxes and other objects whose UserId PowerShell would bind to
    /// -Member.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [StoredMember(Others = [typeof(FaxNumber), typeof(NumberOffer)])]
    public override PSObject? Row
    {
        get => base.Row;
        set => base.Row = value;
    }

    /// <summary>Passes the number to the service unchanged, without a check.</summary>
    [Parameter]
    public SwitchParameter SkipNumberCheck { get; set; }

    private protected abstract string Doing { get; }

    private protected override void ProcessItem()
    {
        foreach (string given in Number)
        {
            string? number = null;
            ForItem(given, () => number = SkipNumberCheck ? given : ReadSender(given));
            if (number is null) continue;
            foreach (string member in Member)
            {
                if (!ShouldProcess($"number {number}, member {member}", Doing)) continue;
                ForItem(number, () => Process(number, Uid(member)));
            }
        }
    }

    private protected abstract void Process(string number, string memberId);

    private string Uid(string member)
    {
        return Call((client, stop) => client.Members.ResolveUserIdAsync(member, stop));
    }
}
