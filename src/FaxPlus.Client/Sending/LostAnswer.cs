using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Listing;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>
/// Settles a send whose answer was lost, by looking for the fax: in the outbox by its own tag, then among the sent
/// faxes, which carry no tags, by number, comment and time. A new item may stay hidden for about 30 seconds
/// (API reference 3.5), so that only a look after that time can say that it is not there.
/// </summary>
internal sealed class LostAnswer(Transport transport, FaxPlusConnection connection)
{
    private static readonly TimeSpan s_clockSlack = TimeSpan.FromSeconds(2);

    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>Looks until the fax is found or the service must have shown it.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="from">The number it was sent from.</param>
    /// <param name="mark">The tag of this send alone.</param>
    /// <param name="begun">When sending it began, by this machine's clock.</param>
    /// <param name="cause">How the answer was lost.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>The outbox ids by destination (null where an id is not to be had); null when the service does not have the fax.</returns>
    /// <exception cref="FaxPlusException">InDoubt: nobody can tell.</exception>
    public async Task<IReadOnlyDictionary<string, string?>?> FindAsync(
        SendRequest request, string from, string mark, DateTimeOffset begun, FaxPlusException cause, CancellationToken cancellationToken)
    {
        DateTimeOffset shownBy = DateTimeOffset.UtcNow + connection.VisibilityDelay;
        TimeSpan pause = connection.PollInterval;
        try
        {
            while (true)
            {
                bool last = DateTimeOffset.UtcNow >= shownBy;
                if (await InOutboxAsync(request, from, mark, cancellationToken).ConfigureAwait(false) is { } waiting) return waiting;

                Trace trace = await AmongSentAsync(request, from, begun, cancellationToken).ConfigureAwait(false);
                if (trace == Trace.Found) return request.To.Distinct().ToDictionary(to => to, _ => (string?)null);
                if (last && trace == Trace.Unclear) throw InDoubt(request, mark, cause, "the account sent other faxes like it at the same time");
                if (last) return null;

                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min((long)(pause.Ticks * 1.5), connection.MaxPollInterval.Ticks));
            }
        }
        catch (FaxPlusException error) when (error.Kind != FaxPlusErrorKind.InDoubt)
        {
            throw InDoubt(request, mark, cause, $"looking for it failed too: {error.Message}");
        }
    }

    private async Task<IReadOnlyDictionary<string, string?>?> InOutboxAsync(SendRequest request, string from, string mark, CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxFax> outbox = await new OutboxOperations(transport, connection).ListAsync(request.UserId, cancellationToken).ConfigureAwait(false);
        List<OutboxFax> ours = [.. outbox.Where(item => item.Tags.Contains(mark))];
        foreach (OutboxFax item in outbox.Except(ours))
        {
            // It will leave a record that looks like ours.
            if (item.Id is not null && Likeness.Same(item, request.To[0], from, request.Comment)) _others.Add(item.Id);
        }

        return ours.Count == 0
            ? null
            : request.To.Distinct().ToDictionary(to => to, to => ours.Find(item => item.To.Any(other => PhoneNumber.AreSame(other, to)))?.Id);
    }

    private enum Trace
    {
        None,
        Unclear,
        Found,
    }

    private async Task<Trace> AmongSentAsync(SendRequest request, string from, DateTimeOffset begun, CancellationToken cancellationToken)
    {
        DateTimeOffset submitted = FaxTime.Floor(transport.Clock.At(begun));
        DateTimeOffset since = submitted - s_clockSlack;
        string to = request.To[0];
        var reader = new FaxReader(transport, new FaxQuery { UserId = request.UserId, Category = "sent", After = since });
        int alike = 0, early = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            List<Fax> same = [.. page.Where(fax => Likeness.Same(fax, to, from, request.Comment))];
            alike += same.Count;
            early += same.Count(fax => fax.Time < submitted);
        }

        // Only a record that no other send can have left is a proof.
        List<SentFax> known = [.. transport.Sent.Since(since).Where(sent => PhoneNumber.AreSame(sent.To, to) && (sent.Comment ?? "") == (request.Comment ?? ""))];
        int others = known.Count + _others.Count(id => !known.Exists(sent => sent.OutboxId == id));
        return alike - early > others ? Trace.Found : alike > 0 ? Trace.Unclear : Trace.None;
    }

    private static FaxPlusException InDoubt(SendRequest request, string mark, FaxPlusException cause, string why) =>
        new(FaxPlusErrorKind.InDoubt, $"It is not known whether the fax to {Shortened(request.To)} was sent: the answer was lost, and {why}.", cause)
        {
            Operation = FaxPlusOperations.SendFax.ToString(),
            RequiredScopes = FaxPlusOperations.ListOutbox.Scopes,
            RecommendedAction = $"Do not send it again yet. Look for the tag {mark} with Get-FaxPlusOutbox, and for the number with Get-FaxPlusFax -Category sent.",
        };

    private static string Shortened(IReadOnlyList<string> to) => string.Join(", ", to.Take(5)) + (to.Count > 5 ? $" and {to.Count - 5} more" : "");
}
