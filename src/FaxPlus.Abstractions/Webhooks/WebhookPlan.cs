using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The options of a plan.</summary>
public sealed class WebhookPlanOptions
{
    /// <summary>Whether the plan deletes other webhooks of the same events, including exact duplicates.</summary>
    public bool Prune { get; set; }

    /// <summary>
    /// Whether the plan replaces existing webhooks with a desired address and event. Their numbers may be different, because the service
    /// does not return them.
    /// </summary>
    public bool Replace { get; set; }
}

/// <summary>
/// The changes that lead to the desired state. The caller first creates all webhooks of <see cref="Create"/>, and then deletes the
/// webhooks of <see cref="Delete"/>, if the user confirms the deletion.
/// </summary>
public sealed class WebhookPlan
{
    /// <summary>Creates an instance. The constructor is public for tests only.</summary>
    public WebhookPlan(
        IReadOnlyList<Webhook> keep,
        IReadOnlyList<PlannedWebhook> create,
        IReadOnlyList<SurplusWebhook> delete,
        IReadOnlyList<string> warnings)
    {
        Keep = keep;
        Create = create;
        Delete = delete;
        Warnings = warnings;
    }

    /// <summary>The existing webhooks that match a desired webhook and remain unchanged.</summary>
    public IReadOnlyList<Webhook> Keep { get; }

    /// <summary>The webhooks to be created, including the replacements of existing webhooks.</summary>
    public IReadOnlyList<PlannedWebhook> Create { get; }

    /// <summary>
    /// The webhooks to be deleted. If a webhook of the same event could not be created, the caller should not delete these webhooks.
    /// </summary>
    public IReadOnlyList<SurplusWebhook> Delete { get; }

    /// <summary>Warnings for the user about the limitations of the comparison.</summary>
    public IReadOnlyList<string> Warnings { get; }
}

/// <summary>A webhook to be created.</summary>
public sealed class PlannedWebhook
{
    /// <summary>Creates an instance. The constructor is public for tests only.</summary>
    public PlannedWebhook(DesiredWebhook wanted, IReadOnlyList<Webhook> alike)
    {
        Wanted = wanted;
        Alike = alike;
    }

    /// <summary>The desired webhook.</summary>
    public DesiredWebhook Wanted { get; }

    /// <summary>The existing webhooks with the same address and event. A search for the new webhook ignores these webhooks.</summary>
    public IReadOnlyList<Webhook> Alike { get; }
}

/// <summary>The reasons why a plan deletes a webhook.</summary>
public enum WebhookSurplus
{
    /// <summary>A new webhook replaces this webhook.</summary>
    Replaced,

    /// <summary>No desired webhook has the same address and event.</summary>
    NotAskedFor,

    /// <summary>Another webhook has the same address and event.</summary>
    Duplicate,
}

/// <summary>A webhook to be deleted.</summary>
public sealed class SurplusWebhook
{
    /// <summary>Creates an instance. The constructor is public for tests only.</summary>
    public SurplusWebhook(Webhook webhook, WebhookSurplus reason)
    {
        Webhook = webhook;
        Reason = reason;
    }

    /// <summary>The webhook.</summary>
    public Webhook Webhook { get; }

    /// <summary>The reason.</summary>
    public WebhookSurplus Reason { get; }
}
