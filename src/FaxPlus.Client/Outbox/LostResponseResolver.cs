using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Accounts;
using FaxPlus.Client.Faxes.Listing;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// Determines whether the service has a fax after the response to its send was lost. Presence is proved only by the tag or the mark of the
/// fax in the outbox, or by its mark in the comment of a record. Absence can be proved only for a send of this run. This proof requires
/// polls without long gaps for as long as an item may be hidden, a complete list of sent faxes or enough <see cref="OutboxWitnesses"/>, no
/// record that may be the fax, and an account that keeps its sent faxes. If neither presence nor absence is proved, the fax is in doubt.
/// The rules are in docs/architecture.md, "What counts as proof".
/// </summary>
internal sealed class LostResponseResolver(
    ApiClient api, FaxPlusClientOptions options, IOutboxOperations outboxes, AccountReader account, SendHistory history)
{
    /// <summary>
    /// The maximum time between two polls of an uninterrupted search, and by which the request may take longer than its timeout. A fax is
    /// not expected to be deleted or edited within this time after it has become visible.
    /// </summary>
    private static readonly TimeSpan s_longestGap = TimeSpan.FromSeconds(40);

    /// <summary>The maximum number of failed polls after the time at which a poll could have proved that the fax is absent.</summary>
    private const int MaxFailedPolls = 2;

    /// <summary>
    /// The minimum duration of a search that is announced by a warning if the first poll does not find the fax, so that the command does
    /// not seem to hang.
    /// </summary>
    private static readonly TimeSpan s_longSearch = TimeSpan.FromSeconds(10);

    // A gap between two polls includes the time for which the machine is suspended.
    private readonly LeaseClock _clock = new(api.Time);

    // The current searches, and whether each of them was announced by a warning.
    private readonly ConcurrentDictionary<UnconfirmedSend, bool> _searched = new();
    private readonly ConcurrentDictionary<string, CoalescedRequest<IReadOnlyList<OutboxFax>>> _outboxes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CoalescedRequest<SentList>> _sent = new(StringComparer.Ordinal);

    /// <summary>The maximum time for which a fax is in neither list while it moves from the outbox to the sent faxes.</summary>
    private TimeSpan Gap => TimeSpan.FromTicks(options.VisibilityDelay.Ticks / 2);

    /// <summary>Polls until the fax is found, or until the service would have shown the fax.</summary>
    /// <returns>The accepted fax; null if it is proved that the service does not have the fax.</returns>
    /// <exception cref="FaxPlusException">It is not proved whether the service has the fax. The kind is InDoubt.</exception>
    public async Task<AcceptedSend?> FindAsync(UnconfirmedSend lost, CancellationToken cancellationToken)
    {
        _searched[lost] = false;
        try
        {
            return await SearchAsync(lost, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _searched.TryRemove(lost, out _);
        }
    }

    private async Task<AcceptedSend?> SearchAsync(UnconfirmedSend lost, CancellationToken cancellationToken)
    {
        TimeProvider time = api.Time;
        long begun = time.GetTimestamp();
        TimeSpan last = _clock.Now;
        long? shown = null;
        bool isUnbroken = lost.Duration <= options.SilenceTimeout + s_longestGap;
        var found = new SeenDestinations(lost);
        TimeSpan pause = options.PollInterval;
        var witnesses = new OutboxWitnesses(lost.BegunAt is long sentAt ? history.Sent.AcceptedAround(sentAt, ServerClock.Slack) : []);
        for (int failed = 0; ;)
        {
            long requestedAt = time.GetTimestamp();
            TimeSpan polledAt = _clock.Now;
            try
            {
                IReadOnlyList<OutboxFax> outbox = await OutboxAsync(lost.UserId, cancellationToken).ConfigureAwait(false);
                witnesses.Add(outbox);
                found.Add(outbox);
                if (found.IsComplete) return Accepted(lost, found);
                SentList sent = await SentAsync(lost.UserId, cancellationToken).ConfigureAwait(false);
                found.Add(sent.Records);
                if (found.IsComplete) return Accepted(lost, found);

                isUnbroken &= _clock.Now - last <= s_longestGap;
                last = polledAt;
                if (shown is long first && time.GetElapsedTime(first, requestedAt) >= Gap)
                {
                    if (found.IsAny) return Accepted(lost, found);
                    await DecideAsync(lost, sent, witnesses, isUnbroken, cancellationToken).ConfigureAwait(false);
                    return null;
                }

                if (time.GetElapsedTime(begun, requestedAt) >= lost.Hidden) shown ??= requestedAt;
            }
            catch (FaxPlusException error) when (error.Kind != FaxPlusErrorKind.InDoubt)
            {
                bool isTimeUp = time.GetElapsedTime(begun) >= lost.Hidden + Gap;
                if (IsTemporary(error) && !(isTimeUp && ++failed > MaxFailedPolls)) api.Observer.Verbose(error.Message);
                else if (found.IsAny) return Accepted(lost, found);
                else throw InDoubt(lost, DoubtReason.LookFailed, $"the search for the fax also failed: {error.Message}", error);
            }

            Announce(lost);
            // The pause is shortened if the next decisive poll is due earlier.
            TimeSpan due = shown is long since ? Gap - time.GetElapsedTime(since) : lost.Hidden - time.GetElapsedTime(begun);
            await time.Delay(due > TimeSpan.Zero && due < pause ? due + TimeSpan.FromMilliseconds(1) : pause, cancellationToken)
                .ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min((long)(pause.Ticks * 1.5), options.MaxPollInterval.Ticks));
        }
    }

    /// <summary>Announces a long search with one warning for all concurrent searches.</summary>
    private void Announce(UnconfirmedSend lost)
    {
        if (lost.Hidden + Gap < s_longSearch || _searched.Values.Contains(true)) return;
        _searched[lost] = true;
        api.Observer.Warning(
            $"The fax to {Shortened(lost.To)}: {Response(lost.Cause)}. Searching for the fax in the outbox and among the sent faxes; "
            + $"this may take {Duration.Format(lost.Hidden + Gap)} or more.");
    }

    private static bool IsTemporary(FaxPlusException error) =>
        error.IsTransient || error.Kind is FaxPlusErrorKind.ServiceUnavailable or FaxPlusErrorKind.InvalidResponse;

    private Task<IReadOnlyList<OutboxFax>> OutboxAsync(string userId, CancellationToken cancellationToken) =>
        _outboxes.GetOrAdd(userId, user => new(stop => outboxes.ListAsync(user, stop), api.Platform)).GetAsync(cancellationToken);

    private AcceptedSend Accepted(UnconfirmedSend lost, SeenDestinations found)
    {
        if (found.HasMark) history.Records.KeepsMarks = true;
        AcceptedSend sent = found.ToAccepted(Earliest(lost));
        history.Sent.Add(lost.Tag, lost.Mark is not null, [.. sent.Ids.Values]);
        if (sent.LeftOut.Count > 0) api.Observer.Warning(sent.WarningOfLeftOut(lost.Tag));
        return sent;
    }

    /// <summary>Throws an exception unless it is proved that the service does not have the fax.</summary>
    /// <exception cref="FaxPlusException">The absence of the fax is not proved. The kind is InDoubt.</exception>
    private async Task DecideAsync(
        UnconfirmedSend lost, SentList sent, OutboxWitnesses witnesses, bool isUnbroken, CancellationToken cancellationToken)
    {
        // The slack is not subtracted, because the client's estimate of the service's time may lag behind the service's clock, but is not
        // ahead of it.
        DateTimeOffset from = Earliest(lost);
        DateTimeOffset until = Until(lost);
        Fax? like = history.Records.KeepsMarks == true && lost.Mark is not null
            ? null
            : FaxMatcher.MayBe(sent.Records, lost.To, lost.From, lost.Comment, from, until)
                .FirstOrDefault(record => history.Sent.Find(record) is null);
        if (like is not null)
        {
            throw InDoubt(
                lost,
                DoubtReason.SimilarFax,
                $"the record {like.Id} of {FaxTime.Format(like.Time ?? from)} UTC may belong to this fax or to another fax");
        }

        if (lost.BegunAt is null)
        {
            throw InDoubt(
                lost,
                DoubtReason.EarlierRun,
                "the fax is neither in the outbox nor among the sent faxes, but may have been sent and then deleted");
        }

        if (!isUnbroken)
        {
            throw InDoubt(
                lost,
                DoubtReason.LookInterrupted,
                "the search was interrupted for so long that the fax may have appeared and been deleted in the meantime");
        }

        if (sent.Reader.MayLack(from, FaxTime.Ceiling(until)) && !witnesses.WereAllSeen)
        {
            throw InDoubt(lost, DoubtReason.ListIncomplete, "the service does not show all faxes that were sent in the same second");
        }

        if (!await KeepsHistoryAsync(lost.UserId, cancellationToken).ConfigureAwait(false))
        {
            throw InDoubt(
                lost,
                DoubtReason.HistoryNotKept,
                "it is not known whether the account keeps its sent faxes (the setting save_history), so a missing record proves nothing");
        }
    }

    private async Task<bool> KeepsHistoryAsync(string userId, CancellationToken cancellationToken) =>
        (await account.TryReadAsync(userId, cancellationToken).ConfigureAwait(false))?.AccountData?.SaveHistory
        ?? history.Records.HasRecords(userId);

    private DateTimeOffset BegunThere(UnconfirmedSend lost) => lost.BegunThere ?? api.Clock.At(lost.BegunAt!.Value);

    /// <summary>Returns the earliest time that the service may have recorded for the fax, in full seconds.</summary>
    private DateTimeOffset Earliest(UnconfirmedSend lost) =>
        FaxTime.Floor(lost.BegunAt is long begun ? api.Clock.Earliest(lost.BegunThere, begun) : BegunThere(lost));

    private DateTimeOffset Since(UnconfirmedSend lost) => Earliest(lost) - ServerClock.Slack;

    /// <summary>
    /// Returns the latest time that the record of the fax may have. It is later than the time when the response was lost, because the
    /// request may reach the service shortly after that time. For a send of an earlier run, there is no limit, because it is not known when
    /// that send ended.
    /// </summary>
    private DateTimeOffset Until(UnconfirmedSend lost)
    {
        if (lost.BegunAt is not long begun) return DateTimeOffset.MaxValue - TimeSpan.FromDays(1);
        DateTimeOffset now = api.Clock.At(lost.LostAt), then = BegunThere(lost) + api.Time.GetElapsedTime(begun, lost.LostAt);
        return (now > then ? now : then) + Gap + ServerClock.Slack;
    }

    private async Task<SentList> SentAsync(string userId, CancellationToken cancellationToken)
    {
        SentList sent = await _sent.GetOrAdd(userId, user => new(stop => ReadSentAsync(user, stop), api.Platform))
            .GetAsync(cancellationToken)
            .ConfigureAwait(false);
        history.Records.Learn(userId, sent.Records, history.Sent);
        return sent;
    }

    /// <summary>Reads the records since the beginning of the earliest send for which a search is in progress.</summary>
    private async Task<SentList> ReadSentAsync(string userId, CancellationToken cancellationToken)
    {
        DateTimeOffset since = _searched.Keys
            .Where(lost => lost.UserId == userId)
            .Select(Since)
            .DefaultIfEmpty(api.Clock.Now - ServerClock.Slack)
            .Min();
        var reader = new FaxReader(api, new FaxQuery { UserId = userId, Category = "sent", After = since }, warns: false);
        var records = new List<Fax>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page) records.AddRange(page);
        return new SentList(records, reader);
    }

    private static FaxPlusException InDoubt(UnconfirmedSend lost, DoubtReason reason, string why, FaxPlusException? cause = null) =>
        new(
            FaxPlusErrorKind.InDoubt,
            $"It is not known whether the fax to {Shortened(lost.To)} was sent: "
            + $"{Response(lost.Cause)}, and {why.TrimEnd('.')}."
            + (lost.IsPlanRefusal ? $" {UnconfirmedSend.PlanRefusal}" : ""),
            lost.Cause ?? cause)
        {
            StatusCode = lost.Cause?.StatusCode ?? 0,
            ErrorCode = lost.Cause?.ErrorCode,
            ResponseBody = lost.Cause?.ResponseBody,
            Operation = FaxPlusOperations.SendFax.ToString(),
            RequiredScopes = FaxPlusOperations.ListOutbox.Scopes,
            Doubt = reason,
            RecommendedAction = $"Do not send the fax again yet. Search the outbox for the tag {lost.Tag}, "
                + "and the sent faxes for the number."
                + (lost.IsPlanRefusal ? $" {UnconfirmedSend.PlanAdvice}" : ""),
            Advice = FaxPlusAdvice.OutboxAndSentFaxes,
        };

    private static string Response(FaxPlusException? cause) => cause switch
    {
        null => "an earlier run ended before its response arrived",
        { StatusCode: 0 } => "the response was lost",
        // The prefix "Sending the fax failed: " is removed from the message.
        _ => cause.Message.Substring(cause.Message.IndexOf(": ", StringComparison.Ordinal) + 2).TrimEnd('.'),
    };

    private static string Shortened(IReadOnlyList<string> to) =>
        string.Join(", ", to.Take(5)) + (to.Count > 5 ? $" and {to.Count - 5} more" : "");

    private sealed class SentList(List<Fax> records, FaxReader reader)
    {
        public List<Fax> Records => records;

        public FaxReader Reader => reader;
    }
}
