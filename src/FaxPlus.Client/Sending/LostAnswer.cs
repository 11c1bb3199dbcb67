using System;
using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<LostSend, bool> _lookedFor = new();
    private readonly ConcurrentDictionary<string, SharedLook<IReadOnlyList<OutboxFax>>> _outboxes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SharedLook<(List<Fax> Faxes, FaxReader Reader)>> _sent = new(StringComparer.Ordinal);

    /// <summary>Looks until the fax is found or the service must have shown it.</summary>
    /// <returns>What was found; null when the service does not have the fax.</returns>
    /// <exception cref="FaxPlusException">InDoubt: nobody can tell.</exception>
    public async Task<Delivered?> FindAsync(LostSend lost, CancellationToken cancellationToken)
    {
        _lookedFor[lost] = true;
        try
        {
            return await LookAsync(lost, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lookedFor.TryRemove(lost, out _);
        }
    }

    private async Task<Delivered?> LookAsync(LostSend lost, CancellationToken cancellationToken)
    {
        // From here on by a watch: a clock that is put right meanwhile must neither end the wait nor draw it out.
        TimeSpan wait = lost.Cut + connection.VisibilityDelay - transport.Time.GetUtcNow();
        if (wait > connection.VisibilityDelay) wait = connection.VisibilityDelay;
        long watch = transport.Time.GetTimestamp();
        TimeSpan pause = connection.PollInterval;
        var company = new Company(transport.Sent.Taken(lost.Begun - ServiceClock.Slack, lost.Begun + ServiceClock.Slack));
        for (int failed = 0; ;)
        {
            bool last = transport.Time.GetElapsedTime(watch) >= wait;
            try
            {
                if (await InOutboxAsync(lost, company, cancellationToken).ConfigureAwait(false) is { } waiting) return waiting;

                Finding finding = await AmongSentAsync(lost, cancellationToken).ConfigureAwait(false);
                if (finding == Finding.Found) return new Delivered(lost.To.Distinct().ToDictionary(to => to, _ => (string?)null), BegunThere(lost));
                if (last && finding == Finding.Crowded && !company.WasSeen) throw InDoubt(lost, "the service does not show all faxes that were sent in the same second");
                if (last && finding == Finding.Unclear) throw InDoubt(lost, "the account sent other faxes like it at the same time");
                if (last) return null;
            }
            catch (FaxPlusException error) when (error.Kind != FaxPlusErrorKind.InDoubt)
            {
                if (!MayPass(error) || (last && ++failed > MaxFailedLooks)) throw InDoubt(lost, $"looking for it failed too: {error.Message}", error);
            }

            await transport.Time.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min((long)(pause.Ticks * 1.5), connection.MaxPollInterval.Ticks));
        }
    }

    /// <summary>How often the deciding look may fail.</summary>
    private const int MaxFailedLooks = 2;

    private enum Finding
    {
        None,
        Unclear,
        Crowded,
        Found,
    }

    private static bool MayPass(FaxPlusException error) => error.IsTransient || error.Kind is FaxPlusErrorKind.ServiceUnavailable or FaxPlusErrorKind.InvalidResponse;

    private async Task<Delivered?> InOutboxAsync(LostSend lost, Company company, CancellationToken cancellationToken)
    {
        SharedLook<IReadOnlyList<OutboxFax>> look = _outboxes.GetOrAdd(lost.UserId, user => new(stop => new OutboxOperations(transport, connection).ListAsync(user, stop), transport.Platform));
        IReadOnlyList<OutboxFax> outbox = await look.LookAsync(cancellationToken).ConfigureAwait(false);
        List<OutboxFax> ours = [.. outbox.Where(item => item.Tags.Contains(lost.Trace.Mark))];
        if (ours.Count > 0)
        {
            return new Delivered(
                lost.To.Distinct().ToDictionary(to => to, to => ours.Find(item => item.To.Any(other => PhoneNumber.AreSame(other, to)))?.Id),
                ours.Min(item => item.SubmitTime) ?? BegunThere(lost));
        }

        company.See(outbox);
        foreach (OutboxFax item in outbox)
        {
            if (item.Id is not null && Likeness.SameNumbers(item, lost.To[0], lost.From) && Digest.Short(item.Comment) == lost.Comment && !transport.Sent.Knows(item.Tags)) lost.Strangers.Add(item.Id);
        }

        return null;
    }

    private async Task<Finding> AmongSentAsync(LostSend lost, CancellationToken cancellationToken)
    {
        DateTimeOffset submitted = BegunThere(lost);
        DateTimeOffset since = submitted - ServiceClock.Slack;
        SharedLook<(List<Fax> Faxes, FaxReader Reader)> look = _sent.GetOrAdd(lost.UserId, user => new(stop => ReadSentAsync(user, stop), transport.Platform));
        (List<Fax> sent, FaxReader reader) = await look.LookAsync(cancellationToken).ConfigureAwait(false);
        List<Fax> near = [.. sent.Where(fax => !(fax.Time < since) && Likeness.SameNumbers(fax, lost.To[0], lost.From))];
        List<Fax> alike = [.. near.Where(fax => Digest.Short(fax.Comment) == lost.Comment)];

        // Only a record that no other send can have left is a proof.
        int others = transport.Sent.LikeIt(lost.Trace, lost.Comment, lost.Begun - ServiceClock.Slack) + lost.Strangers.Count;
        if (alike.Count(fax => fax.SubmitTime >= submitted) > others) return Finding.Found;
        if (alike.Count > 0) return Finding.Unclear;

        // Nobody promises that a record keeps the comment: one without it that nobody else has left may be ours. Ours is not older than it was
        // begun by the service's clock, which is never ahead of what its answers say, but seconds behind when they were long under way: so sends
        // from longer ago count among those that may have left the records.
        string none = Digest.Short(null);
        if (near.Count(fax => !(fax.Time < submitted) && Digest.Short(fax.Comment) == none) > transport.Sent.LikeIt(lost.Trace, none, lost.Begun - SentMemory.Reach)) return Finding.Unclear;
        return reader.MayLack(since, FaxTime.Floor(transport.Clock.At(lost.Cut)) + ServiceClock.Slack) ? Finding.Crowded : Finding.None;
    }

    /// <summary>When sending it began, by the service's clock and in its whole seconds.</summary>
    private DateTimeOffset BegunThere(LostSend lost) => FaxTime.Floor(lost.BegunThere ?? transport.Clock.At(lost.Begun));

    /// <summary>The records that matter to any send that is looked for.</summary>
    private async Task<(List<Fax> Faxes, FaxReader Reader)> ReadSentAsync(string userId, CancellationToken cancellationToken)
    {
        DateTimeOffset since = _lookedFor.Keys.Where(lost => lost.UserId == userId).Select(BegunThere).DefaultIfEmpty(transport.Clock.Now).Min() - ServiceClock.Slack;
        var reader = new FaxReader(transport, new FaxQuery { UserId = userId, Category = "sent", After = since }, warns: false);
        var sent = new List<Fax>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page) sent.AddRange(page);
        return (sent, reader);
    }

    private static FaxPlusException InDoubt(LostSend lost, string why, FaxPlusException? cause = null) =>
        new(FaxPlusErrorKind.InDoubt, $"It is not known whether the fax to {Shortened(lost.To)} was sent: {(lost.Cause is null ? "an earlier run ended before its answer came" : "the answer was lost")}, and {why}.", lost.Cause ?? cause)
        {
            Operation = FaxPlusOperations.SendFax.ToString(),
            RequiredScopes = FaxPlusOperations.ListOutbox.Scopes,
            RecommendedAction = $"Do not send it again yet. Look for the tag {lost.Trace.Mark} with Get-FaxPlusOutbox, and for the number with Get-FaxPlusFax -Category sent.",
        };

    private static string Shortened(IReadOnlyList<string> to) => string.Join(", ", to.Take(5)) + (to.Count > 5 ? $" and {to.Count - 5} more" : "");
}
