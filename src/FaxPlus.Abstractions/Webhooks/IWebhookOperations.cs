using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Webhooks (API reference 3.6). The service cannot update a webhook and does not return its numbers, so the client first plans the changes
/// and then makes them.
/// </summary>
public interface IWebhookOperations
{
    /// <summary>GET /hooks?event=…, one request for each event.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(string eventName, CancellationToken cancellationToken = default);

    /// <summary>
    /// The webhooks of all documented events. One event is offered on request only; if the service does not know it, a warning says so.
    /// </summary>
    Task<IReadOnlyList<Webhook>> ListAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the existing webhooks, and plans the changes to the desired state. Nothing is changed.</summary>
    Task<WebhookPlan> PlanAsync(
        IReadOnlyList<DesiredWebhook> wanted, WebhookPlanOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// POST /hooks. After a lost response the webhook is searched for, and created again only if it does not exist.
    /// </summary>
    /// <returns>The webhook of the service.</returns>
    /// <exception cref="FaxPlusException">It was not created; or, with the kind InDoubt, it is not known whether it was.</exception>
    Task<Webhook> CreateAsync(PlannedWebhook planned, CancellationToken cancellationToken = default);

    /// <summary>DELETE /hooks/{id}.</summary>
    Task DeleteAsync(string webhookId, CancellationToken cancellationToken = default);
}
