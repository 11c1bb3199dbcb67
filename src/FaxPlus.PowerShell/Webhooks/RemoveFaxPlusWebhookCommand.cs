using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Deletes webhooks, so that the service no longer calls their addresses.</summary>
[Cmdlet(VerbsCommon.Remove, "FaxPlusWebhook", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveFaxPlusWebhookCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(DeleteHook)];

    /// <summary>Ids of webhooks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("WebhookId", "Id", Owners = [typeof(Webhook)])]
    [ValidateNotNullOrEmpty]
    public string[] WebhookId { get; set; } = [];

    /// <summary>A webhook from the pipeline. The confirmation shows its event and address.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public Webhook? InputObject { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string id in WebhookId)
        {
            string what = InputObject?.Id == id ? $" ({InputObject})" : "";
            if (!ShouldProcess($"webhook {id}{what}", "Delete")) continue;
            ForItem(id, () => Call((client, stop) => client.Webhooks.DeleteAsync(id, stop)));
        }
    }
}
