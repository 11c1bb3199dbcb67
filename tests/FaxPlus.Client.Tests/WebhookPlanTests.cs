using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Webhooks;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the plan that leads to the desired webhooks.</summary>
public class WebhookPlanTests
{
    private const string A = "https://example.com/a";
    private const string B = "https://example.com/b";

    [Fact]
    public void Missing_webhooks_are_created_and_correct_ones_remain()
    {
        WebhookPlan plan = Plan([Want(A), Want(B)], [Hook("1", A)]);
        Assert.Equal(["1"], plan.Keep.Select(hook => hook.Id));
        Assert.Equal([B], plan.Create.Select(item => item.Wanted.Target));
        Assert.Empty(plan.Delete);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void If_all_webhooks_are_correct_the_plan_is_empty()
    {
        WebhookPlan plan = Plan([Want(A)], [Hook("1", A)], prune: true);
        Assert.Empty(plan.Create);
        Assert.Empty(plan.Delete);
    }

    [Fact]
    public void No_webhook_is_deleted_without_Prune_or_Force() =>
        Assert.Empty(Plan([Want(A)], [Hook("1", A), Hook("2", A), Hook("3", B)]).Delete);

    [Fact]
    public void Pruning_deletes_surplus_webhooks_and_duplicates_of_the_specified_events_only()
    {
        WebhookPlan plan = Plan([Want(A)], [Hook("1", A), Hook("2", A), Hook("3", B), Hook("4", B, "fax_sent")], prune: true);
        Assert.Equal(["1"], plan.Keep.Select(hook => hook.Id));
        Assert.Equal([("2", WebhookSurplus.Duplicate), ("3", WebhookSurplus.NotAskedFor)],
            plan.Delete.Select(item => (item.Webhook.Id!, item.Reason)));
    }

    [Fact]
    public void Replacing_creates_a_webhook_and_deletes_all_that_it_replaces()
    {
        WebhookPlan plan = Plan([Want(A, "+16505550100")], [Hook("1", A), Hook("2", A), Hook("3", B)], replace: true);
        Assert.Empty(plan.Keep);
        Assert.Equal(["1", "2"], Assert.Single(plan.Create).Alike.Select(hook => hook.Id));
        Assert.Equal([("1", WebhookSurplus.Replaced), ("2", WebhookSurplus.Replaced)],
            plan.Delete.Select(item => (item.Webhook.Id!, item.Reason)));
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void The_plan_states_that_numbers_could_not_be_verified()
    {
        WebhookPlan plan = Plan([Want(A, "+16505550100")], [Hook("1", A)]);
        Assert.Empty(plan.Create);
        Assert.Contains("does not return the numbers", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_the_same_address_and_event_are_one_webhook_for_all_their_numbers()
    {
        WebhookPlan plan = Plan([Want(A, "+16505550100"), Want(A, "+1 650 555 0100", "+16505550101"),
            Want("HTTPS://EXAMPLE.com:443/a", "+16505550102")], []);
        Assert.Equal(["+16505550100", "+16505550101", "+16505550102"], Assert.Single(plan.Create).Wanted.Numbers);
    }

    [Fact]
    public void A_row_for_all_numbers_takes_precedence_over_a_row_for_some() =>
        Assert.Empty(Assert.Single(Plan([Want(A, "+16505550100"), Want(A)], []).Create).Wanted.Numbers);

    [Theory]
    [InlineData("https://example.com", "https://example.com/", true)]
    [InlineData("https://EXAMPLE.com/a", "https://example.com:443/a", true)]
    [InlineData("https://example.com/a", "https://example.com/A", false)]
    [InlineData("https://example.com/a", "https://example.com/a/", false)]
    [InlineData("https://example.com/a?key=1", "https://example.com/a?key=2", false)]
    [InlineData("https://example.com/a", "http://example.com/a", false)]
    [InlineData("no address", "no address", true)]
    public void Addresses_are_equal_in_all_spellings_of_the_service(string asked, string told, bool same) =>
        Assert.Equal(same ? 0 : 1, Plan([Want(asked)], [Hook("1", told)]).Create.Count);

    [Fact]
    public void After_the_execution_of_any_plan_the_next_plan_is_empty()
    {
        var lots = new Random(4711);
        string[] targets = [A, B, "https://example.com/c"], events = ["fax_sent", "fax_received", "something_new"];
        for (int round = 0; round < 2000; round++)
        {
            List<DesiredWebhook> wanted =
                [.. Draw(i => new DesiredWebhook(Any(targets), Any(events), lots.Next(2) == 0 ? [] : ["+1650555010" + i]))];
            List<Webhook> hooks = [.. Draw(i => Hook("old" + i, Any(targets), Any(events)))];
            bool prune = lots.Next(2) == 0;
            WebhookPlan plan = Plan(wanted, hooks, prune, replace: lots.Next(2) == 0);
            Assert.Empty(plan.Keep.Select(hook => hook.Id).Intersect(plan.Delete.Select(item => item.Webhook.Id)));

            hooks.RemoveAll(hook => plan.Delete.Any(item => item.Webhook == hook));
            hooks.AddRange(plan.Create.Select((item, i) => Hook("new" + i, item.Wanted.Target, item.Wanted.Event)));
            WebhookPlan again = Plan(wanted, hooks, prune);
            Assert.Empty(again.Create);
            Assert.Empty(again.Delete);
        }

        string Any(string[] words) => words[lots.Next(words.Length)];

        IEnumerable<T> Draw<T>(Func<int, T> make) => Enumerable.Range(0, lots.Next(6)).Select(make).ToList();
    }

    [Theory]
    [InlineData("", "fax_sent")]
    [InlineData(" ", "fax_sent")]
    [InlineData(A, "")]
    public void A_webhook_without_address_or_event_is_refused(string target, string name) =>
        Assert.Equal(FaxPlusErrorKind.BadRequest, Assert.Throws<FaxPlusException>(() => new DesiredWebhook(target, name)).Kind);

    [Theory]
    [InlineData(A + ";" + B)]
    [InlineData(A + ", " + B)]
    [InlineData(A + " HTTP://example.com/b")]
    [InlineData(A + "\n" + B)]
    [InlineData(A + ";")]
    public void A_target_with_several_addresses_is_refused(string target) =>
        Assert.Equal(FaxPlusErrorKind.BadRequest, Assert.Throws<FaxPlusException>(() => new DesiredWebhook(target, "fax_sent")).Kind);

    [Theory]
    [InlineData(A + "?next=https://example.com/b&of=1,2;3")]
    [InlineData(" " + A + " ")]
    public void An_address_may_contain_separators(string target) =>
        Assert.Equal(target.Trim(), new DesiredWebhook(target, "fax_sent").Target);

    private static WebhookPlan Plan(IEnumerable<DesiredWebhook> wanted, IEnumerable<Webhook> existing, bool prune = false,
        bool replace = false) =>
        WebhookPlanner.Plan(wanted, existing, new WebhookPlanOptions { Prune = prune, Replace = replace });

    private static DesiredWebhook Want(string target, params string[] numbers) => new(target, "fax_received", numbers);

    private static Webhook Hook(string id, string target, string name = "fax_received") => new() { Id = id, Target = target, Event = name };
}
