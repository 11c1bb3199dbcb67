using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Members;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Changes the role or the quota of members. The service requires both values, so the cmdlet first reads a value that is not specified and
/// sends this value unchanged. Only administrators can use this cmdlet.
/// </summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusMember", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(Member))]
public sealed class SetFaxPlusMemberCommand : RowCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(UpdateMember),
        When(
            "with only one of -Role and -Quota, or with -PassThru",
            call => !(call.HasValue("Role") & call.HasValue("Quota")) | call.Has("PassThru"),
            GetMember),
        WhenNamedByEmail("UserId", ListMembers),
        When("with -PassThru", call => call.Has("PassThru"), GetAccount),
    ];

    private const string ObjectSet = "Object";
    private const string IdSet = "Id";

    /// <summary>A member from Get-FaxPlusMember. The role and quota of the object are ignored, because they may be outdated.</summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true, ValueFromPipeline = true)]
    [StoredMember]
    [ValidateNotNull]
    public Member[] InputObject { get; set; } = [];

    /// <summary>The uids or e-mail addresses of members.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid", "Member", "Email")]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [FromProperty(
        "Uid", "UserId", "Email",
        Hint = FromPropertyAttribute.MemberHint, Owners = [typeof(Account), typeof(Member)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [];

    /// <summary>The new role. The vendor does not document the roles.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Text(BlankIsNull = true)]
    public string? Role { get; set; }

    /// <summary>The new quota in pages per month, 0 or more.</summary>
    [Parameter(ParameterSetName = ObjectSet)]
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Least = 0)]
    public int? Quota { get; set; }

    /// <inheritdoc />
    // This parameter is not in the default set, because PowerShell would try no other set after binding it.
    [Parameter(ParameterSetName = IdSet, ValueFromPipeline = true, DontShow = true)]
    public override PSObject? Row
    {
        get => base.Row;
        set => base.Row = value;
    }

    /// <summary>Returns the member in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessItem()
    {
        if (ParameterSetName == ObjectSet)
        {
            foreach (Member member in InputObject) ForItem(member, () => Set(member.Uid ?? "", member.ToString()));
        }
        else
        {
            foreach (string member in UserId) ForItem(member, () => Set(member, member));
        }
    }

    private void Set(string member, string name)
    {
        if (Role is null && Quota is null)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"No change is specified for {name}.")
            {
                RecommendedAction = "Specify -Role, -Quota, or both.",
            };
        }

        if (!ShouldProcess($"member {name}", "Set " + What())) return;
        string uid = Call((client, stop) => client.Members.ResolveUserIdAsync(member, stop));
        Call((client, stop) => client.Members.UpdateAsync(uid, Role, Quota, stop));
        if (PassThru) WriteObject(Call((client, stop) => client.Members.GetAsync(uid, stop)));
    }

    private string What()
    {
        var parts = new List<string>();
        if (Role is not null) parts.Add($"role to {Role}");
        if (Quota is not null) parts.Add($"quota to {Quota} pages a month");
        return string.Join(", ", parts);
    }
}
