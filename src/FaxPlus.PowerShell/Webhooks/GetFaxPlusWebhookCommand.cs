using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Lists webhooks of the specified events, or of all documented events, with one request for each event. The service does not return the
/// numbers of a webhook.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusWebhook")]
[OutputType(typeof(Webhook))]
public sealed class GetFaxPlusWebhookCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListHooks)];

    /// <summary>
    /// The events: fax_sent, fax_received, fax_page_received, or another event of the service; the default is all documented events.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(WebhookEventCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Event { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (Event.Length == 0)
        {
            ForItem(null, () => WriteObject(Call((client, stop) => client.Webhooks.ListAllAsync(stop)), enumerateCollection: true));
        }
        foreach (string name in Event)
        {
            ForItem(name, () => WriteObject(Call((client, stop) => client.Webhooks.ListAsync(name, stop)), enumerateCollection: true));
        }
    }
}
