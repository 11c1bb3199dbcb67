using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Webhooks (API reference 3.6). The service has no update and tells no numbers: what is asked for is planned, then made.</summary>
public interface IWebhookOperations
{
    /// <summary>GET /hooks?event=…, a request an event.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(string eventName, CancellationToken cancellationToken = default);

    /// <summary>
    /// The webhooks of all documented events. Where the service does not know the one that it offers on request, a warning says so.
    /// </summary>
    Task<IReadOnlyList<Webhook>> ListAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Looks what there is, and plans what is to be done so that what is asked for is there. Nothing is changed.</summary>
    Task<WebhookPlan> PlanAsync(IReadOnlyList<DesiredWebhook> wanted, WebhookPlanOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// POST /hooks. After a lost answer it is looked for, and made again only when it is not there.
    /// </summary>
    /// <returns>The webhook as the service has it.</returns>
    /// <exception cref="FaxPlusException">It was not made; or, with the kind InDoubt, nobody can tell.</exception>
    Task<Webhook> CreateAsync(PlannedWebhook planned, CancellationToken cancellationToken = default);

    /// <summary>DELETE /hooks/{id}.</summary>
    Task DeleteAsync(string webhookId, CancellationToken cancellationToken = default);
}
