using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Returns the account of the signed-in user or of a member.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusAccount")]
[OutputType(typeof(Account))]
public sealed class GetFaxPlusAccountCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetAccount)];

    /// <summary>The member's uid; the default is the signed-in user.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uid")]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [FromProperty("Uid", "UserId", Hint = FromPropertyAttribute.MemberHint, Owners = [typeof(Account), typeof(Member)])]
    [ValidateNotNullOrEmpty]
    public string[] UserId { get; set; } = [FaxPlusDefaults.Self];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string user in UserId)
        {
            ForItem(user, () =>
            {
                Account account = Call((client, stop) => client.Accounts.GetAsync(user, stop));
                if (user == FaxPlusDefaults.Self) CurrentSession.SetAccount(account);
                WriteObject(account);
            });
        }
    }
}
