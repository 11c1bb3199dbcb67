using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Lists the faxes in the outbox, or returns single faxes by outbox id.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusOutbox", DefaultParameterSetName = ListSet)]
[OutputType(typeof(OutboxFax))]
public sealed class GetFaxPlusOutboxCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [.. Either("OutboxId", GetOutbox, ListOutbox)];

    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Outbox ids.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FromProperty("OutboxId", Hint = FromPropertyAttribute.OutboxHint)]
    [ArgumentCompleter(typeof(OutboxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] OutboxId { get; set; } = [];

    /// <summary>The member whose outbox is used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    [Text]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ListSet)
        {
            ForItem(null, () => WriteObject(Call((client, stop) => client.Outbox.ListAsync(UserId, stop)), enumerateCollection: true));
            return;
        }

        foreach (string id in OutboxId)
        {
            ForItem(id, () => WriteObject(Call((client, stop) => client.Outbox.GetAsync(id, UserId, stop))));
        }
    }
}
