using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Webhooks (API reference 3.6). The service cannot update a webhook and does not return its numbers. Therefore, the client plans which
/// webhooks to create, keep and delete, and the caller applies the plan.
/// </summary>
public interface IWebhookOperations
{
    /// <summary>Lists the webhooks of an event with GET /hooks?event=….</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(string eventName, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists the webhooks of all documented events. The service offers the event fax_page_received only on request; if the service rejects
    /// this event, the client reports a warning.
    /// </summary>
    Task<IReadOnlyList<Webhook>> ListAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the existing webhooks, and plans the changes to the desired state, without applying them.</summary>
    Task<WebhookPlan> PlanAsync(
        IReadOnlyList<DesiredWebhook> wanted, WebhookPlanOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a webhook with POST /hooks. After a lost response, the client searches for the webhook, and repeats the request only if the
    /// webhook does not exist.
    /// </summary>
    /// <returns>The created webhook.</returns>
    /// <exception cref="FaxPlusException">
    /// The webhook was not created; or, with the kind InDoubt, the client cannot determine whether the webhook was created.
    /// </exception>
    Task<Webhook> CreateAsync(PlannedWebhook planned, CancellationToken cancellationToken = default);

    /// <summary>Deletes a webhook (DELETE /hooks/{id}).</summary>
    Task DeleteAsync(string webhookId, CancellationToken cancellationToken = default);
}
