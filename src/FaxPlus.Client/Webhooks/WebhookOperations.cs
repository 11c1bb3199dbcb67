using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Webhooks;

internal sealed class WebhookOperations(ApiClient api, FaxPlusClientOptions options) : IWebhookOperations
{
    private const string Path = "/hooks";

    // The service offers this event only on request.
    private const string OnRequest = "fax_page_received";

    private const int MostTries = 3;

    public async Task<IReadOnlyList<Webhook>> ListAsync(string eventName, CancellationToken cancellationToken)
    {
        HookList answer = await api.GetAsync<HookList>(
            FaxPlusOperations.ListHooks,
            QueryString.Add(Path, [ApiClient.Parameter("event", eventName)]),
            cancellationToken).ConfigureAwait(false);
        List<Webhook> hooks = answer.Data ?? [];
        hooks.RemoveAll(static hook => hook is null);
        foreach (Webhook hook in hooks) hook.Event ??= eventName;
        return hooks;
    }

    public async Task<IReadOnlyList<Webhook>> ListAllAsync(CancellationToken cancellationToken)
    {
        var hooks = new List<Webhook>();
        foreach (string name in WebhookEventName.Known)
        {
            try
            {
                hooks.AddRange(await ListAsync(name, cancellationToken).ConfigureAwait(false));
            }
            catch (FaxPlusException error) when (name == OnRequest && error.Kind == FaxPlusErrorKind.BadRequest)
            {
                api.Observer.Warning(
                    $"Webhooks for {name} could not be listed: the service offers this event on request, "
                    + "and has not enabled it for this account.");
            }
        }

        return hooks;
    }

    public async Task<WebhookPlan> PlanAsync(
        IReadOnlyList<DesiredWebhook> wanted, WebhookPlanOptions options, CancellationToken cancellationToken)
    {
        var existing = new List<Webhook>();
        foreach (string name in wanted.Select(item => item.Event).Distinct())
        {
            existing.AddRange(await ListAsync(name, cancellationToken).ConfigureAwait(false));
        }

        return WebhookPlanner.Plan(wanted, existing, options);
    }

    public async Task<Webhook> CreateAsync(PlannedWebhook planned, CancellationToken cancellationToken)
    {
        DesiredWebhook wanted = planned.Wanted;
        var body = new HookBody
        {
            Target = wanted.Target,
            Event = wanted.Event,
            Numbers = wanted.Numbers.Count > 0 ? wanted.Numbers : null,
        };
        for (int attempt = 1; ; attempt++)
        {
            FaxPlusException? lost = null;
            try
            {
                HookAnswer answer = await api.GetAsync<HookAnswer>(
                    FaxPlusOperations.CreateHook, Path, cancellationToken, _ => ApiClient.JsonBody(body)).ConfigureAwait(false);
                if (!string.IsNullOrEmpty(answer.Id)) return new Webhook { Id = answer.Id, Target = wanted.Target, Event = wanted.Event };
            }
            catch (FaxPlusException error) when (error.MayHaveTakenEffect)
            {
                lost = error;
            }

            api.Observer.Verbose("It is not known whether the webhook was created; searching for the webhook.");
            if (await FindNewAsync(planned, lost, cancellationToken).ConfigureAwait(false) is Webhook found) return found;
            if (attempt == MostTries) throw NotMade(wanted, lost);
        }
    }

    public Task DeleteAsync(string webhookId, CancellationToken cancellationToken) =>
        api.DoAsync<HookBody>(
            FaxPlusOperations.DeleteHook,
            $"{Path}/"
            + QueryString.Segment(RequiredId.From(webhookId, "id of the webhook", "Specify the id as shown in the list of webhooks.")),
            null,
            cancellationToken);

    /// <summary>
    /// Finds the new webhook. If it is not found, the webhooks are listed again after a delay, because a request whose response was lost
    /// may still be executed.
    /// </summary>
    private async Task<Webhook?> FindNewAsync(PlannedWebhook planned, FaxPlusException? lost, CancellationToken cancellationToken)
    {
        try
        {
            return await FindCreatedAsync(planned, cancellationToken).ConfigureAwait(false)
                ?? await LookAgainAsync(planned, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.InDoubt,
                $"It is not known whether the webhook for {planned.Wanted} was created: "
                + $"no response confirmed it, and the search for it also failed: {error.Message}",
                lost ?? error)
            {
                Operation = FaxPlusOperations.CreateHook.ToString(),
                RequiredScopes = FaxPlusOperations.ListHooks.Scopes,
                RecommendedAction = "Try again: existing webhooks are listed first, and only missing webhooks are created.",
            };
        }
    }

    private async Task<Webhook?> FindCreatedAsync(PlannedWebhook planned, CancellationToken cancellationToken)
    {
        IReadOnlyList<Webhook> hooks = await ListAsync(planned.Wanted.Event, cancellationToken).ConfigureAwait(false);
        return hooks.FirstOrDefault(hook => WebhookPlanner.Same(planned.Wanted, hook) && planned.Alike.All(old => old.Id != hook.Id));
    }

    private async Task<Webhook?> LookAgainAsync(PlannedWebhook planned, CancellationToken cancellationToken)
    {
        await api.Time.Delay(options.PollInterval, cancellationToken).ConfigureAwait(false);
        return await FindCreatedAsync(planned, cancellationToken).ConfigureAwait(false);
    }

    private static FaxPlusException NotMade(DesiredWebhook wanted, FaxPlusException? lost)
    {
        string why = lost?.Message ?? "the service returned no id.";
        return new FaxPlusException(
            lost?.Kind ?? FaxPlusErrorKind.InvalidResponse,
            $"The webhook for {wanted} was not created in {MostTries} attempts: {why}",
            lost)
        {
            StatusCode = lost?.StatusCode ?? 0,
            ResponseBody = lost?.ResponseBody,
            Operation = FaxPlusOperations.CreateHook.ToString(),
            RequiredScopes = FaxPlusOperations.CreateHook.Scopes,
            RecommendedAction = "Try again later: existing webhooks are listed first, and only missing webhooks are created.",
        };
    }
}
