using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Changes the comment of a fax in the outbox.</summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusOutbox", SupportsShouldProcess = true)]
[OutputType(typeof(OutboxFax))]
public sealed class SetFaxPlusOutboxCommand : BulkCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(UpdateOutbox, GetOutbox),
    ];

    /// <summary>Outbox ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FromProperty("OutboxId", Hint = FromPropertyAttribute.OutboxHint, KeepsBlank = true)]
    [ArgumentCompleter(typeof(OutboxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] OutboxId { get; set; } = [];

    /// <summary>The new comment; an empty string clears the existing comment.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    [Text]
    public string Comment { get; set; } = "";

    /// <summary>The member whose outbox is used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Returns the item in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Changing faxes";

    private protected override string Done => "changed";

    private protected override void ProcessItem()
    {
        foreach (string id in OutboxId)
        {
            if (!ShouldProcess($"outbox item {id}", "Change the comment")) continue;
            string userId = UserId;
            Start(id, async (client, stop) =>
            {
                await client.Outbox.SetCommentAsync(id, Comment, userId, stop);
                return PassThru ? await client.Outbox.GetAsync(id, userId, stop) : null;
            });
        }
    }
}
