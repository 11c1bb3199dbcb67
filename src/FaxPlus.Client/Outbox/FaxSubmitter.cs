using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;
using FaxPlus.Client.Json;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// Submits faxes without duplicates. After a lost response, the class searches for the fax, and sends it again only if the service provably
/// does not have it.
/// </summary>
internal sealed class FaxSubmitter(
    ApiClient api,
    FaxPlusClientOptions options,
    IOutboxOperations outboxes,
    SendPreparer preparer,
    LostResponseResolver resolver,
    SendHistory history)
{
    /// <summary>The maximum number of times that a fax is sent again because the service provably does not have the fax.</summary>
    private const int MaxResends = 3;

    /// <summary>
    /// The maximum number of consecutive faxes that the service refuses although their files were uploaded again. After that, a file path
    /// in an error response is no longer regarded as a sign of a lost upload, because the service may include the paths in every error
    /// response.
    /// </summary>
    private const int MaxUselessUploads = 2;

    private readonly LeaseClock _clock = new(api.Time);
    private int _uselessUploads;

    // The refusal of a fax because of the account's plan, which applies to all later faxes of the run.
    private volatile FaxPlusException? _planRefusal;

    /// <param name="request">The request.</param>
    /// <param name="prepared">The sender number and the uploaded files.</param>
    /// <param name="tag">The tag that identifies the fax.</param>
    /// <param name="tags">All tags of the fax.</param>
    /// <param name="isMarked">Whether the comment of the fax ends with the mark.</param>
    /// <param name="cancellationToken">Cancels the send.</param>
    /// <param name="beforeRequest">A callback that runs immediately before each request that sends the fax; null for no callback.</param>
    public async Task<AcceptedSend> SendAsync(
        SendRequest request,
        PreparedSend prepared,
        string tag,
        IReadOnlyList<string> tags,
        bool isMarked,
        CancellationToken cancellationToken,
        Func<CancellationToken, Task>? beforeRequest = null)
    {
        if (_planRefusal is { } refusal) throw NotInPlan(refusal);
        SendBody body = BodyOf(request, prepared, tags, isMarked ? SendTag.MarkOf(tag) : null);
        int uploadRounds = 0;
        TimeSpan attempted = _clock.Now;
        HttpContent Content(RequestContext call)
        {
            call.BeforeAttempt = async stop =>
            {
                if (beforeRequest is not null) await beforeRequest(stop).ConfigureAwait(false);
                attempted = _clock.Now;
            };
            return ApiClient.JsonBody(body);
        }

        for (int sends = 0; ; sends++)
        {
            // The time is read before the send, because the clock of this machine or of the service may be adjusted during the send.
            long begunAt = api.Time.GetTimestamp();
            DateTimeOffset? begunThere = api.Clock.Known;
            try
            {
                SendAnswer answer = await api.GetAsync<SendAnswer>(
                    FaxPlusOperations.SendFax, ApiPath.Of(request.UserId, "outbox"), cancellationToken, Content).ConfigureAwait(false);
                AcceptedSend sent = await AcceptedAsync(
                    answer,
                    request,
                    body.To!,
                    tag,
                    FaxTime.Floor(api.Clock.Earliest(begunThere, begunAt)),
                    cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _uselessUploads, 0);
                history.Sent.Add(tag, isMarked, [.. sent.Ids.Values]);
                return sent;
            }
            catch (FaxPlusException error) when (error.MayHaveTakenEffect)
            {
                api.Observer.Verbose($"{error.Message} It is not known whether the service accepted the fax; searching for the fax.");
                var lost = new UnconfirmedSend(tag, isMarked)
                {
                    BegunThere = begunThere,
                    BegunAt = begunAt,
                    LostAt = api.Time.GetTimestamp(),
                    Duration = _clock.Now - attempted,
                    Hidden = options.VisibilityDelay,
                    Cause = error,
                    UserId = request.UserId,
                    To = body.To!,
                    From = prepared.From,
                    Comment = Digest.Short(request.Comment),
                };
                request.SetPhase?.Invoke(SendPhase.Searching);
                if (await resolver.FindAsync(lost, cancellationToken).ConfigureAwait(false) is { } found) return found;
                request.SetPhase?.Invoke(SendPhase.Requesting);
                if (lost.IsPlanRefusal) throw NotInPlan(_planRefusal = error);
                if (sends >= MaxResends)
                {
                    throw new FaxPlusException(error.WithAdvice("Try again later: the service does not have the fax."))
                    {
                        MayHaveTakenEffect = false,
                    };
                }

                api.Observer.Verbose("The service does not have the fax; sending it again.");
            }
            catch (FaxPlusException error) when (error.StatusCode == 400)
            {
                UploadedFile? lost = prepared.Files.FirstOrDefault(file => IsNamed(file, error));
                bool isOfRun = lost is not null && !request.UploadedFiles.Contains(lost);
                // With one round more than there are files, each file can be lost once, and one of them twice.
                if (isOfRun && uploadRounds <= prepared.Files.Count && Volatile.Read(ref _uselessUploads) < MaxUselessUploads)
                {
                    api.Observer.Verbose($"{error.Message} Uploading the lost files again.");
                    prepared = await preparer.PrepareAnewAsync(request, prepared, lost!, cancellationToken).ConfigureAwait(false);
                    uploadRounds++;
                    body.Files = [.. prepared.Files.Select(file => file.Path)];
                    continue;
                }

                if (isOfRun) Interlocked.Increment(ref _uselessUploads);
                if (lost is not null && !isOfRun)
                {
                    throw error.WithAdvice(
                        $"Upload '{lost.Name}' again: the service keeps uploads for a limited time, which is not documented.",
                        FaxPlusAdvice.Upload);
                }

                throw WithAdviceOnNumbers(error, request)
                    ?? (isOfRun ? error.WithAdvice("Send the fax again: its files are then uploaded again.") : new FaxPlusException(error));
            }
        }
    }

    private static FaxPlusException NotInPlan(FaxPlusException cause) =>
        new(
            FaxPlusErrorKind.Forbidden,
            "Sending the fax failed: the service returned 500 with the body null and does not have the fax. "
            + UnconfirmedSend.PlanRefusal,
            cause)
        {
            StatusCode = cause.StatusCode,
            ResponseBody = cause.ResponseBody,
            Operation = cause.Operation,
            RecommendedAction = UnconfirmedSend.PlanAdvice,
        };

    private static SendBody BodyOf(SendRequest request, PreparedSend prepared, IReadOnlyList<string> tags, string? mark) => new()
    {
        From = prepared.From,
        To = request.Destinations,
        Files = prepared.Files.Count > 0 ? [.. prepared.Files.Select(file => file.Path)] : null,
        FromFax = request.FaxId,
        Comment = new CommentBody { Text = SendTag.Join(request.Comment, mark), Tags = [.. tags] },
        Options = new SendOptions
        {
            // If an earlier fax is sent again, the service expects enhancement to be off, because the pages are already optimized (API
            // reference 3.5).
            Enhancement = request.Enhance && request.FaxId is null,
            Retry = request.RetryCount is null && request.RetryDelay is null
                ? null
                : new FaxRetry { Count = request.RetryCount, Delay = request.RetryDelay },
        },
        SendTime = request.SendTime is DateTimeOffset time ? FaxTime.FormatWithZone(time) : null,
        ReturnIds = true,
        CoverPage = request.CoverPage,
    };

    private async Task<AcceptedSend> AcceptedAsync(
        SendAnswer answer,
        SendRequest request,
        IReadOnlyList<string> to,
        string tag,
        DateTimeOffset begun,
        CancellationToken cancellationToken)
    {
        Dictionary<string, string?> ids = IdsOf(answer, to);
        string[] leftOut = [.. ids.Where(item => item.Value is null).Select(item => item.Key)];
        // A response without any ids is accepted, because the service may omit all of them. If ids are missing for only some destinations,
        // these ids are read from the outbox.
        if (leftOut.Length == 0 || answer.Ids is not { Count: > 0 }) return new AcceptedSend(ids, begun);

        try
        {
            IReadOnlyList<OutboxFax> outbox = await outboxes.ListAsync(request.UserId, cancellationToken).ConfigureAwait(false);
            List<OutboxFax> ours = [.. outbox.Where(item => item.Tags.Contains(tag))];
            foreach (string number in leftOut) ids[number] = SeenDestinations.IdOf(ours, number);
            leftOut = [.. leftOut.Where(number => ids[number] is null)];
        }
        catch (FaxPlusException error)
        {
            api.Observer.Verbose(error.Message);
        }

        var sent = new AcceptedSend(ids, begun) { LeftOut = leftOut };
        if (leftOut.Length > 0) api.Observer.Warning(sent.WarningOfLeftOut(tag));
        return sent;
    }

    private static Dictionary<string, string?> IdsOf(SendAnswer answer, IReadOnlyList<string> destinations)
    {
        Dictionary<string, string> given = answer.Ids ?? [];
        // The lookup table avoids a quadratic number of comparisons for thousands of destinations.
        ILookup<string, string> respelt = given.ToLookup(
            item => PhoneNumber.Canonical(item.Key), item => item.Value, StringComparer.Ordinal);
        var ids = new Dictionary<string, string?>();
        foreach (string to in destinations)
        {
            ids[to] = given.TryGetValue(to, out string? exact) ? exact : respelt[PhoneNumber.Canonical(to)].FirstOrDefault();
        }

        return ids;
    }

    private static bool IsNamed(UploadedFile file, FaxPlusException error) =>
        file.Path.Length > 0 && (error.Message.Contains(file.Path) || error.ResponseBody?.Contains(file.Path) == true);

    /// <returns>The error with advice about the sender or the destinations; null if neither is a likely cause.</returns>
    private static FaxPlusException? WithAdviceOnNumbers(FaxPlusException error, SendRequest request)
    {
        string[] unusual = [.. request.To.Where(to => !IsPlain(to)).Take(5).Select(to => $"'{to}'")];
        // If the message contains the field name "from", the sender is probably the cause. The message is not searched for the sender
        // number itself, because the number may be part of an example.
        if (Regex.IsMatch(error.Message, @"\bfrom\b", RegexOptions.IgnoreCase))
        {
            return error.WithAdvice("Send from a number of the account.", FaxPlusAdvice.Sender);
        }

        return unusual.Length == 0
            ? null
            : error.WithAdvice(
                "Numbers are written with a plus sign, country code and number, without spaces: +14155550123. "
                + $"Check {string.Join(", ", unusual)}.");
    }

    private static bool IsPlain(string number) => PhoneNumber.LooksInternational(number) && PhoneNumber.Normalize(number) == number;
}
