using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Listing;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>
/// Follows faxes from the outbox to the sent faxes. A fax that has left the outbox is first requested by its outbox id, unless records are
/// known to have other ids. If this request finds no record, the list of sent faxes is searched for the id and for the mark in the comment.
/// If records keep neither the id nor the mark, the fax is matched by its numbers, comment and submit time. A record is assigned to only
/// one fax, so that two identical faxes get two records. A fax that was added twice is returned twice, with the same record.
/// </summary>
internal sealed class FaxFollower(
    ApiClient api, FaxPlusClientOptions options, IFaxOperations faxes, IOutboxOperations outboxes, SendHistory history) : IFaxFollower
{
    /// <summary>
    /// The maximum number of outbox ids for which a poll requests a record with the same id. For the other faxes, the poll only searches
    /// the list of sent faxes. The limit does not apply to an id that may be a fax id.
    /// </summary>
    private const int MaxTriedIds = 5;

    // The polls become less frequent after this time, because the vendor recommends polling rarely (API reference 1).
    private static readonly TimeSpan s_earlyPhase = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_laterPause = TimeSpan.FromSeconds(30);

    // The limits for the timeout of a poll. The minimum applies to the first poll, which is made regardless of the caller's timeout, and to
    // the last poll, which begins when the caller's timeout elapses. The maximum replaces an infinite timeout.
    private static readonly TimeSpan s_minPollTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_maxPollTime = TimeSpan.FromDays(1);

    private readonly List<TrackedFax> _pending = [];
    private readonly List<FollowedFax> _ended = [];
    private readonly RecordAssignment _records = new(history);
    private FaxPlusException? _lastError;
    private TimeSpan _pause = options.PollInterval;
    private long? _firstPoll;

    public int Pending => _pending.Count + _ended.Count;

    public void Add(SentFax fax) => Add(new TrackedFax(fax, fax.UserId, api.Time.GetTimestamp())
    {
        OutboxId = fax.OutboxId,
        Tag = fax.Tags.LastOrDefault(),
        IsMarked = fax.IsMarked,
        To = fax.To,
        From = fax.From,
        Comment = fax.CommentDigest ?? Digest.Short(fax.Comment),
        SubmitTime = fax.SubmitTime == default ? null : fax.SubmitTime,
    });

    public void Add(OutboxFax fax)
    {
        var followed = new TrackedFax(fax, fax.UserId, api.Time.GetTimestamp()) { OutboxId = fax.Id };
        followed.Update(fax);
        Add(followed);
    }

    public void Add(Fax fax)
    {
        if (FaxStatus.IsFinished(fax.Status)) _ended.Add(new FollowedFax(fax, fax, null));
        else _pending.Add(new TrackedFax(fax, fax.UserId, api.Time.GetTimestamp()) { FaxId = fax.Id });
    }

    public void Add(string id, string userId) =>
        _pending.Add(new TrackedFax(id, userId, api.Time.GetTimestamp()) { OutboxId = id, MayBeFaxId = true });

    private void Add(TrackedFax fax)
    {
        _pending.Add(fax);
        if (fax.OutboxId is string id) _records.AddOutboxId(id);
    }

    public async Task<IReadOnlyList<FollowedFax>> NextAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long begun = api.Time.GetTimestamp();
        for (bool isFirst = true; _ended.Count == 0 && _pending.Count > 0; isFirst = false)
        {
            TimeSpan left = timeout - api.Time.GetElapsedTime(begun);
            if (!isFirst && left <= TimeSpan.Zero)
            {
                _ended.AddRange(_pending.Select(fax => new FollowedFax(fax.Source, null, TrackingErrors.TimedOut(fax, _lastError))));
                _pending.Clear();
                break;
            }

            if (!isFirst)
            {
                TimeSpan pause = api.Time.GetElapsedTime(_firstPoll!.Value) >= s_earlyPhase && _pause < s_laterPause
                    ? s_laterPause
                    : _pause;
                if (left < pause) pause = left;
                api.Observer.Verbose($"{_pending.Count} not finished yet; checking again in {Duration.Format(pause)}.");
                await api.Time.Delay(pause, cancellationToken).ConfigureAwait(false);
                _pause = TimeSpan.FromTicks(Math.Min((long)(_pause.Ticks * 1.5), options.MaxPollInterval.Ticks));
            }

            _firstPoll ??= api.Time.GetTimestamp();
            left = timeout - api.Time.GetElapsedTime(begun);
            // The timeout is not restarted when data arrives, so that it limits the total duration of the poll.
            using var limit = new InactivityTimeout(
                left < s_minPollTime ? s_minPollTime : left < s_maxPollTime ? left : s_maxPollTime, api.Time, cancellationToken);
            limit.Start();
            foreach (string user in _pending.Select(fax => fax.UserId).Distinct().ToArray())
            {
                try
                {
                    await PollAsync(user, limit.Token).ConfigureAwait(false);
                    _lastError = null;
                }
                catch (OperationCanceledException) when (limit.HasExpired)
                {
                    _lastError ??= new FaxPlusException(
                        FaxPlusErrorKind.ServiceUnavailable, "The service did not respond to the last poll in the remaining time.");
                    break;
                }
                catch (FaxPlusException error) when (error.IsTransient)
                {
                    // The error does not end the wait, because the service continues to send the faxes during a network failure.
                    if (_lastError is null) api.Observer.Warning($"{error.Message} The wait continues.");
                    _lastError = error;
                }
            }
        }

        FollowedFax[] ended = [.. _ended];
        _ended.Clear();
        return ended;
    }

    private async Task PollAsync(string user, CancellationToken cancellationToken)
    {
        TrackedFax[] waiting = [.. _pending.Where(fax => fax.UserId == user && fax.FaxId is null)];
        if (waiting.Length > 0) await PollOutboxAsync(user, waiting, cancellationToken).ConfigureAwait(false);
        foreach (TrackedFax fax in _pending.Where(fax => fax.UserId == user && fax.FaxId is not null).ToArray())
        {
            await PollFaxAsync(fax, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PollOutboxAsync(string user, TrackedFax[] waiting, CancellationToken cancellationToken)
    {
        long requestedAt = api.Time.GetTimestamp();
        IReadOnlyList<OutboxFax> outbox;
        try
        {
            outbox = await outboxes.ListAsync(user, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (!error.IsTransient)
        {
            foreach (TrackedFax fax in waiting) End(fax, null, error);
            return;
        }

        long respondedAt = api.Time.GetTimestamp();
        // The lookup tables avoid a quadratic number of comparisons for thousands of faxes.
        ILookup<string, OutboxFax> byId = outbox.Where(item => item.Id is not null).ToLookup(item => item.Id!, StringComparer.Ordinal);
        ILookup<string, OutboxFax> byTag = outbox
            .SelectMany(item => item.Tags, (item, tag) => (item, tag))
            .ToLookup(pair => pair.tag, pair => pair.item, StringComparer.Ordinal);
        var missing = new List<TrackedFax>();
        foreach (TrackedFax fax in waiting)
        {
            OutboxFax? item = (fax.OutboxId is null ? null : byId[fax.OutboxId].FirstOrDefault())
                ?? (fax.Tag is null ? null : RecordAssignment.OfTag(byTag[fax.Tag], fax));
            if (item is null) missing.Add(fax);
            else fax.Update(item, api.Clock.Now);
        }

        await PollSentAsync(user, missing, requestedAt, respondedAt, cancellationToken).ConfigureAwait(false);
    }

    private async Task PollSentAsync(
        string user, List<TrackedFax> missing, long requestedAt, long respondedAt, CancellationToken cancellationToken)
    {
        IEnumerable<TrackedFax> byTheirId = missing
            .Where(fax => fax.OutboxId is not null && !fax.MayBeFaxId && history.Records.KeepsIds != false)
            .Take(MaxTriedIds);
        foreach (TrackedFax fax in missing.Where(fax => fax.MayBeFaxId && fax.To is null).Concat(byTheirId).ToArray())
        {
            if (await IsFaxAsync(fax, cancellationToken).ConfigureAwait(false)) missing.Remove(fax);
        }

        TrackedFax[] known = [.. missing.Where(fax => fax.SubmitTime is not null)];
        FaxReader? reader = null;
        if (known.Length > 0)
        {
            try
            {
                DateTimeOffset since = known.Min(fax => fax.SubmitTime!.Value) - ServerClock.Slack;
                var records = new List<Fax>();
                reader = new FaxReader(api, new FaxQuery { UserId = user, Category = "sent", After = since }, warns: false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page) records.AddRange(page);
                history.Records.Learn(user, records, history.Sent);
                ILookup<string, Fax> byId = records
                    .Where(record => record.Id is not null)
                    .ToLookup(record => record.Id!, StringComparer.Ordinal);
                ILookup<string, Fax> byMark = records
                    .Where(record => record.CommentMark is not null)
                    .ToLookup(record => record.CommentMark!, StringComparer.Ordinal);
                ILookup<string, Fax> byNumber = records
                    .Where(record => record.CommentMark is null)
                    .ToLookup(record => PhoneNumber.Canonical(record.To), StringComparer.Ordinal);
                foreach (TrackedFax fax in known.OrderBy(fax => fax.SubmitTime))
                {
                    Fax? record = fax.OutboxId is null ? null : byId[fax.OutboxId].FirstOrDefault();
                    record ??= fax.Mark is null ? null : RecordAssignment.OfMark([.. byMark[fax.Mark]], fax);
                    record ??= _records.FindLike(fax, byNumber[PhoneNumber.Canonical(fax.To)]);
                    if (record is null) continue;
                    Claim(fax, record);
                    missing.Remove(fax);
                }
            }
            catch (FaxPlusException error) when (!error.IsTransient)
            {
                foreach (TrackedFax fax in known) End(fax, null, error);
                return;
            }
        }

        foreach (TrackedFax fax in missing)
        {
            if (!fax.MarkMissing(requestedAt, respondedAt, options.VisibilityDelay, api.Time)) continue;
            bool mayBeHidden = fax.SubmitTime is DateTimeOffset submitted
                && reader?.MayLack(
                    FaxTime.Floor(submitted) - ServerClock.Slack,
                    FaxTime.Ceiling(api.Clock.At(fax.MissingSince!.Value)) + ServerClock.Slack) == true;
            End(fax, null, mayBeHidden ? TrackingErrors.Hidden(fax) : TrackingErrors.Missing(fax));
        }
    }

    private void Claim(TrackedFax fax, Fax record)
    {
        _records.Assign(record.Id!, fax);
        if (record.Id != fax.OutboxId) history.Records.KeepsIds ??= false;
        fax.FaxId = record.Id;
        fax.Status = record.Status;
        fax.MarkFound();
        if (FaxStatus.IsFinished(record.Status)) End(fax, record, null);
    }

    private async Task<bool> IsFaxAsync(TrackedFax fax, CancellationToken cancellationToken)
    {
        try
        {
            Fax record = await faxes.GetAsync(fax.OutboxId!, fax.UserId, cancellationToken).ConfigureAwait(false);
            bool isOurs = fax.MayBeFaxId
                || (record.Id is not null && (string.IsNullOrEmpty(record.To) || PhoneNumber.MayBeSame(record.To, fax.To)));
            if (!isOurs) return false;
            if (!fax.MayBeFaxId) history.Records.KeepsIds = true;
            fax.FaxId = fax.OutboxId;
            _records.Assign(fax.FaxId!, fax);
            if (FaxStatus.IsFinished(record.Status)) End(fax, record, null);
            return true;
        }
        catch (FaxPlusException error) when (error.StatusCode is 400 or 404)
        {
            return false;
        }
        catch (FaxPlusException error) when (!error.IsTransient)
        {
            End(fax, null, error);
            return true;
        }
    }

    private async Task PollFaxAsync(TrackedFax fax, CancellationToken cancellationToken)
    {
        try
        {
            Fax record = await faxes.GetAsync(fax.FaxId!, fax.UserId, cancellationToken).ConfigureAwait(false);
            fax.Status = record.Status;
            if (FaxStatus.IsFinished(record.Status)) End(fax, record, null);
        }
        catch (FaxPlusException error) when (!error.IsTransient)
        {
            End(fax, null, error);
        }
    }

    private void End(TrackedFax fax, Fax? record, FaxPlusException? error)
    {
        if (_pending.Remove(fax)) _ended.Add(new FollowedFax(fax.Source, record, error));
    }
}
