using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Lists the members of the company with their roles and quotas, or returns single members. Only administrators can use this cmdlet.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusMember", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Member))]
public sealed class GetFaxPlusMemberCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        .. Either("UserId", GetAccount, ListMembers),
        Always(GetMember),
        When("with -Email", call => call.Has("Email"), GetAccount),
    ];

    private const string ListSet = "List";
    private const string IdSet = "Id";
    private const string EmailSet = "Email";

    /// <summary>Uids of members.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [FromProperty("Uid", "UserId", "Email", Hint = FromPropertyAttribute.MemberHint, Owners = [typeof(Account), typeof(Member)])]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [];

    /// <summary>E-mail addresses of members.</summary>
    [Parameter(ParameterSetName = EmailSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Email { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ListSet)
        {
            ForItem(null, List);
            return;
        }

        foreach (string id in ParameterSetName == IdSet ? UserId : Email) ForItem(id, () => WriteObject(Find(id)));
    }

    private void List()
    {
        IPageReader<Member> reader = Client.Members.List();
        while (Await(reader.ReadAsync) is { Count: > 0 } page)
        {
            foreach (Member member in page) WriteObject(member);
        }
    }

    private Member Find(string id)
    {
        return Call(async (client, stop) => await client.Members.GetAsync(await client.Members.ResolveUserIdAsync(id, stop), stop));
    }
}
