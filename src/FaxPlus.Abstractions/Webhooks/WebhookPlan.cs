using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The options of a plan.</summary>
public sealed class WebhookPlanOptions
{
    /// <summary>Whether other webhooks of the same events are deleted, including exact duplicates.</summary>
    public bool Prune { get; set; }

    /// <summary>Whether webhooks with the same address and event are replaced, since the service does not return their numbers.</summary>
    public bool Replace { get; set; }
}

/// <summary>
/// The changes to the desired state: first all of <see cref="Create"/>, then those of <see cref="Delete"/> that are confirmed.
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

    /// <summary>The webhooks that stay.</summary>
    public IReadOnlyList<Webhook> Keep { get; }

    /// <summary>The missing webhooks.</summary>
    public IReadOnlyList<PlannedWebhook> Create { get; }

    /// <summary>The webhooks to be deleted. If a webhook of the same event could not be created, they should stay.</summary>
    public IReadOnlyList<SurplusWebhook> Delete { get; }

    /// <summary>Limitations of the comparison, as sentences for the user.</summary>
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

    /// <summary>The existing webhooks with the same address and event: a search for the new webhook ignores them.</summary>
    public IReadOnlyList<Webhook> Alike { get; }
}

/// <summary>Why a webhook is to be deleted.</summary>
public enum WebhookSurplus
{
    /// <summary>A new webhook replaces it.</summary>
    Replaced,

    /// <summary>It is not desired.</summary>
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
