using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Accounts;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// Polls for faxes that arrived after the checkpoint, and returns the new faxes, oldest first. A fax counts as received when the caller
/// acknowledges it. The acknowledgement writes the checkpoint. With <see cref="ReceiveOptions.MarkRead"/>, <see cref="MarkAsync"/> or the
/// next poll marks the fax as read.
/// <para>
/// Each poll begins one look-back before the newest fax, so that the poll finds a fax that appears late with an earlier time. A first run
/// without a start time treats the existing faxes as received and returns only later faxes.
/// </para>
/// </summary>
internal sealed class FaxReceiver : IFaxReceiver
{
    private static readonly string[] s_incoming = ["inbox", "spam"];

    // The assumed maximum duration of a transmission. A fax that is older than this is returned even if its status is not final, because
    // its transmission has probably ended.
    private static readonly TimeSpan s_longestTransmission = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_longestLookBack = TimeSpan.FromDays(366);

    private readonly ApiClient _api;
    private readonly FaxPlusClientOptions _clientOptions;
    private readonly IFaxOperations _faxes;
    private readonly AccountReader _accountReader;
    private readonly ReceiveOptions _options;
    private readonly SavedCheckpoint _saved;
    private readonly long _begun;

    private FaxWindows? _windows;
    private DateTimeOffset? _unfinished;
    private TimeSpan _pause;
    private bool _pausesFirst;
    private bool _isFailing;

    public FaxReceiver(
        ApiClient api, FaxPlusClientOptions clientOptions, IFaxOperations faxes, AccountReader account, ReceiveOptions options)
    {
        Check(options);
        _api = api.Observe(new WarnOnce(api.Observer));
        _begun = api.Time.GetTimestamp();
        (_clientOptions, _faxes, _accountReader) = (clientOptions, faxes, account);
        _options = options;
        _pause = options.PollInterval;
        _saved = new SavedCheckpoint(_api, clientOptions, options);
    }

    public string State => _saved.Text;

    private DateTimeOffset Now => _api.Clock.Now;

    public async Task<IReadOnlyList<Fax>> NextAsync(CancellationToken cancellationToken)
    {
        await _saved.LoadAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            TimeSpan? retryAfter = null;
            try
            {
                if (_pausesFirst) await PauseAsync(cancellationToken).ConfigureAwait(false);
                await _saved.HoldAsync(cancellationToken).ConfigureAwait(false);
                if (_windows is null) await BeginPollAsync(cancellationToken).ConfigureAwait(false);
                IReadOnlyList<Fax>? found = await _windows!.NextAsync(cancellationToken).ConfigureAwait(false);
                _isFailing = false;
                if (found is not null)
                {
                    Fax[] news = [.. found.Where(IsNew)];
                    if (news.Length == 0) continue;
                    await _saved.HoldAsync(cancellationToken).ConfigureAwait(false);
                    _pause = _options.PollInterval;
                    return news;
                }
            }
            catch (FaxPlusException error) when (_options.Follow && error.IsTransient)
            {
                // The error is reported only as a warning, because faxes that arrive during an outage are returned after the outage.
                if (!_isFailing) _api.Observer.Warning($"{error.Message} Receiving continues.");
                _isFailing = true;
                retryAfter = error.RetryAfter;
            }

            _windows = null;
            if (!_options.Follow) return [];
            if (retryAfter > _pause) _pause = Shorter(retryAfter.Value, MaxPause);
            _pausesFirst = true;
        }
    }

    public void Acknowledge(Fax fax) => AcknowledgeAsync(fax, CancellationToken.None).GetAwaiter().GetResult();

    public Task AcknowledgeAsync(Fax fax, CancellationToken cancellationToken)
    {
        Checkpoint checkpoint = _saved.Value!;
        checkpoint.Remember(fax, Now);
        if (_options.MarkRead && fax.IsRead != true) checkpoint.Unmarked!.Add(fax.Id!);
        checkpoint.Advance(_options.LookBack, Now, _unfinished);
        return _saved.SaveAsync(cancellationToken);
    }

    public async Task MarkAsync(CancellationToken cancellationToken)
    {
        if (!_options.MarkRead || _options.Peek || _saved.Value is null) return;
        List<string> unmarked = _saved.Value.Unmarked!;
        while (unmarked.Count > 0)
        {
            string id = unmarked[0];
            try
            {
                // The comment is null, so that the call keeps the current comment, which a user may have changed.
                await _faxes.UpdateAsync(id, null, true, _options.UserId, cancellationToken).ConfigureAwait(false);
            }
            catch (FaxPlusException error) when (error.StatusCode == 404)
            {
                _api.Observer.Verbose($"The fax {id} no longer exists, so it cannot be marked as read.");
            }
            catch (FaxPlusException error) when (error.IsTransient && (_options.Follow || _saved.IsKept))
            {
                _api.Observer.Warning(
                    $"{error.Message} The acknowledged faxes are marked as read "
                    + $"{(_options.Follow ? "with the next poll" : "by the next run that marks faxes as read")}.");
                return;
            }
            catch (FaxPlusException)
            {
                Marked(id);
                throw;
            }

            Marked(id);
        }
    }

    public void Dispose() => _saved.Dispose();

    /// <summary>The maximum wait before the next poll after a Retry-After header, whose value may be unreasonably long.</summary>
    private TimeSpan MaxPause =>
        _clientOptions.RetryTimeout > _options.MaxPollInterval ? _clientOptions.RetryTimeout : _options.MaxPollInterval;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        _api.Observer.Verbose(string.Format(CultureInfo.InvariantCulture, "Checking again in {0:0.#} s.", _pause.TotalSeconds));
        await _api.Time.Delay(_pause, cancellationToken).ConfigureAwait(false);
        _pausesFirst = false;
        if (_pause < _options.MaxPollInterval)
        {
            _pause = TimeSpan.FromTicks(Math.Min((long)(_pause.Ticks * 1.5), _options.MaxPollInterval.Ticks));
        }
        else
        {
            _pause = _options.MaxPollInterval;
        }
    }

    private async Task BeginPollAsync(CancellationToken cancellationToken)
    {
        if (_saved.IsKept) _saved.SetAccount(await _accountReader.ReadUidAsync(cancellationToken).ConfigureAwait(false));
        if (_saved.Value is null)
        {
            _saved.Begin(
                _options.After is DateTimeOffset after
                    ? _saved.New(after.ToUniversalTime())
                    : await FromNowAsync(cancellationToken).ConfigureAwait(false));
        }

        // The checkpoint is saved before any fax is returned, so that a write error is detected early.
        if (_saved.IsUnsaved) await _saved.SaveAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            await MarkAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (!error.IsTransient)
        {
            _api.Observer.Warning($"A received fax was not marked as read: {error.Message}");
        }

        _unfinished = null;
        _windows = new FaxWindows(_api, _options, _saved.Categories, _saved.Value!.From);
    }

    /// <summary>Creates a checkpoint that contains the faxes that existed when the receiver was created.</summary>
    private async Task<Checkpoint> FromNowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset from = FaxTime.Floor(_api.Clock.At(_begun) - _options.LookBack);
            Checkpoint checkpoint = _saved.New(from);
            var windows = new FaxWindows(_api, _options, _saved.Categories, from);
            while (await windows.NextAsync(cancellationToken).ConfigureAwait(false) is IReadOnlyList<Fax> faxes)
            {
                foreach (Fax fax in faxes.Where(ExistedBefore)) checkpoint.Remember(fax, Now);
            }

            // The service's time is known only after the first response. If the clock of this machine was ahead, the period began too late,
            // and the faxes are read again from an earlier time.
            if (_api.Clock.At(_begun) - _options.LookBack < from - ServerClock.Slack) continue;
            _api.Observer.Verbose(
                $"There is no checkpoint yet: receiving faxes that arrive after {FaxTime.Format(_api.Clock.At(_begun))} UTC.");
            return checkpoint;
        }
    }

    /// <summary>
    /// Whether a fax counts as older than the first run. A fax whose transmission has not finished does not. If the first polls failed,
    /// faxes that arrived since the start of the run are new.
    /// </summary>
    private bool ExistedBefore(Fax fax) =>
        fax.Id is not null && !IsUnfinished(fax)
        && (!_isFailing || fax.Time is null || fax.Time < _api.Clock.At(_begun) + ServerClock.Slack);

    private bool IsNew(Fax fax)
    {
        if (fax.Id is null || fax.IsOutgoing || _saved.Value!.Knows(fax, Now)) return false;
        if (!IsUnfinished(fax)) return true;

        // The fax is returned when its transmission has finished, or is assumed to have finished. Until then, the checkpoint stays before
        // the time of the fax.
        if (_unfinished is null || fax.Time < _unfinished) _unfinished = fax.Time;
        return false;
    }

    private bool IsUnfinished(Fax fax) =>
        !string.IsNullOrEmpty(fax.Status) && !FaxStatus.IsFinished(fax.Status) && fax.Time > Now - s_longestTransmission;

    private void Marked(string id)
    {
        _saved.Value!.Unmarked!.Remove(id);
        _saved.IsUnsaved = true;
    }

    private static void Check(ReceiveOptions options)
    {
        if (new[] { options.CheckpointFile, options.CheckpointTable, options.State }.Count(given => given is not null) > 1)
        {
            throw Wrong("More than one checkpoint is specified.", "Specify only one of these: a file, a table or a state.");
        }

        StorageSecret.Check(options.CheckpointCredential, options.CheckpointTable, "checkpoint");
        if (options.Category.Count == 0 || !options.Category.All(word => s_incoming.Contains(word, StringComparer.OrdinalIgnoreCase)))
        {
            throw Wrong(
                $"Faxes can be received only from the categories inbox and spam, not from '{string.Join(", ", options.Category)}'.",
                "Use inbox, spam, or both; sent faxes can be listed.",
                FaxPlusAdvice.SentFaxes);
        }

        if (options.LookBack < TimeSpan.FromSeconds(1) || options.LookBack > s_longestLookBack)
        {
            throw Wrong(
                $"A look-back of {options.LookBack} is too short or too long.",
                "Specify a time from one second to 366 days, such as 02:00:00 for two hours.");
        }

        if (options.PollInterval <= TimeSpan.Zero || options.MaxPollInterval < options.PollInterval)
        {
            throw Wrong(
                "The poll interval must be positive, and the maximum poll interval must not be shorter.",
                "Set PollInterval to a positive value, and MaxPollInterval to at least that value.");
        }
    }

    private static FaxPlusException Wrong(string message, string action, FaxPlusAdvice advice = FaxPlusAdvice.None) =>
        new(FaxPlusErrorKind.BadRequest, message) { RecommendedAction = action, Advice = advice };
}
