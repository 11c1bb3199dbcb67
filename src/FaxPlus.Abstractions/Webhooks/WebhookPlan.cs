using System.Collections.Generic;

namespace FaxPlus;

/// <summary>How far a plan may go.</summary>
public sealed class WebhookPlanOptions
{
    /// <summary>Whether webhooks of the same events that are not asked for go, exact duplicates too.</summary>
    public bool Prune { get; set; }

    /// <summary>Whether webhooks with the right address and event are replaced, since their numbers cannot be seen.</summary>
    public bool Replace { get; set; }
}

/// <summary>What is to be done so that the webhooks asked for are there: first all of <see cref="Create"/>, then what of <see cref="Delete"/> is wanted.</summary>
public sealed class WebhookPlan
{
    /// <summary>Makes one, for tests.</summary>
    public WebhookPlan(IReadOnlyList<Webhook> keep, IReadOnlyList<PlannedWebhook> create, IReadOnlyList<SurplusWebhook> delete, IReadOnlyList<string> warnings)
    {
        Keep = keep;
        Create = create;
        Delete = delete;
        Warnings = warnings;
    }

    /// <summary>What is right and stays as it is.</summary>
    public IReadOnlyList<Webhook> Keep { get; }

    /// <summary>What is missing.</summary>
    public IReadOnlyList<PlannedWebhook> Create { get; }

    /// <summary>What is to go. Where a webhook of the same event could not be made, it is to stay.</summary>
    public IReadOnlyList<SurplusWebhook> Delete { get; }

    /// <summary>What could not be seen, in sentences for a person.</summary>
    public IReadOnlyList<string> Warnings { get; }
}

/// <summary>A webhook that is to be made.</summary>
public sealed class PlannedWebhook
{
    /// <summary>Makes one, for tests.</summary>
    public PlannedWebhook(DesiredWebhook wanted, IReadOnlyList<Webhook> alike)
    {
        Wanted = wanted;
        Alike = alike;
    }

    /// <summary>What is asked for.</summary>
    public DesiredWebhook Wanted { get; }

    /// <summary>Those with the same address and event that were there before: none of them is the new one.</summary>
    public IReadOnlyList<Webhook> Alike { get; }
}

/// <summary>Why a webhook is to go.</summary>
public enum WebhookSurplus
{
    /// <summary>A new one was asked for in its place.</summary>
    Replaced,

    /// <summary>It was not asked for.</summary>
    NotAskedFor,

    /// <summary>Another one has the same address and event.</summary>
    Duplicate,
}

/// <summary>A webhook that is to go.</summary>
public sealed class SurplusWebhook
{
    /// <summary>Makes one, for tests.</summary>
    public SurplusWebhook(Webhook webhook, WebhookSurplus reason)
    {
        Webhook = webhook;
        Reason = reason;
    }

    /// <summary>The webhook.</summary>
    public Webhook Webhook { get; }

    /// <summary>Why it is to go.</summary>
    public WebhookSurplus Reason { get; }
}
