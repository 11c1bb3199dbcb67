using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Cancels faxes that have not been sent yet.</summary>
[Cmdlet(VerbsLifecycle.Stop, "FaxPlusFax", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopFaxPlusFaxCommand : BulkCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(CancelOutbox)];

    /// <summary>Outbox ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FromProperty("OutboxId", Hint = FromPropertyAttribute.OutboxHint, KeepsBlank = true)]
    [ArgumentCompleter(typeof(OutboxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] OutboxId { get; set; } = [];

    /// <summary>The member whose outbox is used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    private protected override string Activity => "Cancelling faxes";

    private protected override string Done => "cancelled";

    private protected override void ProcessItem()
    {
        foreach (string id in OutboxId)
        {
            if (!ShouldProcess($"outbox item {id}", "Cancel")) continue;
            string userId = UserId;
            Start(id, async (client, stop) =>
            {
                await client.Outbox.CancelAsync(id, userId, stop);
                return null;
            });
        }
    }
}
