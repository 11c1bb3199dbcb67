using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Compares the desired webhooks with the existing webhooks by address and event. The numbers are not compared, because the service does
/// not return them (API reference 3.6).
/// </summary>
internal static class WebhookPlanner
{
    public static WebhookPlan Plan(IEnumerable<DesiredWebhook> wanted, IEnumerable<Webhook> existing, WebhookPlanOptions options)
    {
        List<Webhook> left = [.. existing.Where(hook => hook.Id is not null)];
        var keep = new List<Webhook>();
        var create = new List<PlannedWebhook>();
        var delete = new List<SurplusWebhook>();
        var warnings = new List<string>();
        List<DesiredWebhook> all = Merge(wanted);
        foreach (DesiredWebhook item in all)
        {
            List<Webhook> alike = left.FindAll(hook => Same(item, hook));
            left.RemoveAll(alike.Contains);
            if (alike.Count == 0 || options.Replace)
            {
                create.Add(new PlannedWebhook(item, alike));
                delete.AddRange(alike.Select(hook => new SurplusWebhook(hook, WebhookSurplus.Replaced)));
                continue;
            }

            keep.Add(alike[0]);
            if (item.Numbers.Count > 0)
            {
                warnings.Add(
                    $"A webhook for {item} already exists ({alike[0].Id}). The service does not return the numbers of a webhook, "
                    + "so the webhook was not changed.");
            }

            if (options.Prune) delete.AddRange(alike.Skip(1).Select(hook => new SurplusWebhook(hook, WebhookSurplus.Duplicate)));
        }

        if (options.Prune)
        {
            delete.AddRange(left
                .Where(hook => all.Exists(item => item.Event == hook.Event))
                .Select(hook => new SurplusWebhook(hook, WebhookSurplus.NotAskedFor)));
        }

        return new WebhookPlan(keep, create, delete, warnings);
    }

    public static bool Same(DesiredWebhook wanted, Webhook hook) =>
        wanted.Event == hook.Event && WebhookTarget.AreSame(wanted.Target, hook.Target);

    /// <summary>
    /// Merges desired webhooks that have the same address and event. The merged webhook applies to the numbers of these webhooks, or to all
    /// numbers if one of these webhooks specifies none.
    /// </summary>
    private static List<DesiredWebhook> Merge(IEnumerable<DesiredWebhook> wanted) =>
    [
        .. wanted.GroupBy(item => (item.Event, WebhookTarget.Canonical(item.Target))).Select(rows =>
            new DesiredWebhook(
                rows.First().Target, rows.Key.Event, rows.All(row => row.Numbers.Count > 0) ? rows.SelectMany(row => row.Numbers) : [])),
    ];
}
