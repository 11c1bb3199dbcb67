using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.AI;

/// <summary>
/// Extracts the text or the fields of a fax with Fax AI. Starting an extraction costs credits, so an existing result is requested first,
/// and the extraction is started only once. The vendor does not document the request for the result. If the service does not support this
/// request, the response to the start request must contain the result.
/// </summary>
internal sealed class AIExtraction(
    ApiClient api, FaxPlusClientOptions options, FaxPlusOperation get, FaxPlusOperation start, string path, string what)
{
    public async Task<AIAnswer> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long begun = api.Time.GetTimestamp();
        AIAnswer? answer = await RequestResultAsync(api, get, path, cancellationToken).ConfigureAwait(false);
        if (answer is null || IsToBegin(answer)) answer = await BeginAsync(cancellationToken).ConfigureAwait(false);

        TimeSpan pause = options.PollInterval;
        while (!IsDone(answer))
        {
            TimeSpan left = timeout - api.Time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero) throw TimedOut(answer);
            api.Observer.Progress(new CallProgress("Reading a fax", $"{what}: {answer.Status}", 0, 0));
            await api.Time.Delay(pause < left ? pause : left, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min((long)(pause.Ticks * 1.5), options.MaxPollInterval.Ticks));
            answer = await RequestResultAsync(api, get, path, cancellationToken).ConfigureAwait(false) ?? throw NotSupported();
        }

        return answer;
    }

    /// <summary>Requests the current result. Returns null if the service does not support the request.</summary>
    public static async Task<AIAnswer?> RequestResultAsync(
        ApiClient api, FaxPlusOperation get, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync<AIAnswer>(get, path, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode is 404 or 405 or 501)
        {
            return null;
        }
    }

    private async Task<AIAnswer> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync<AIAnswer>(start, path, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode == 402)
        {
            throw error.WithAdvice("Check how many AI credits remain, and when they are renewed.", FaxPlusAdvice.AICredit);
        }
        catch (FaxPlusException error) when (error.MayHaveTakenEffect)
        {
            throw error.WithAdvice(
                "The extraction may have started nevertheless. Try again: an extraction in progress is not started a second time.");
        }
    }

    /// <summary>
    /// Whether to start the extraction. A failed extraction is started again. A refused extraction is not started again, because the
    /// service would refuse it again.
    /// </summary>
    private static bool IsToBegin(AIAnswer answer) =>
        AIStatus.Is(answer.Status, AIStatus.NotRequested)
        || AIStatus.Is(answer.Status, AIStatus.Failed)
        || (answer.Status is null && answer.Data is null);

    private bool IsDone(AIAnswer answer)
    {
        if (AIStatus.Is(answer.Status, AIStatus.Failed))
        {
            throw Ended(
                FaxPlusErrorKind.ServiceUnavailable,
                answer,
                "the service could not read the fax",
                "Save the fax and check whether the pages are legible, and try again later; another extraction may cost credits again.");
        }

        if (AIStatus.Is(answer.Status, AIStatus.ContentFilteringPolicy))
        {
            throw Ended(
                FaxPlusErrorKind.Forbidden,
                answer,
                "the contents of the fax violate the content policy of the service",
                "Save the fax and read it yourself. Trying again does not help.");
        }

        return AIStatus.Is(answer.Status, AIStatus.Finished) || (answer.Data is not null && !AIStatus.Is(answer.Status, AIStatus.Pending));
    }

    private FaxPlusException Ended(FaxPlusErrorKind kind, AIAnswer answer, string why, string advice) => new(
        kind, $"{what} is not available: {why} ({answer.Status}).")
    {
        ErrorCode = answer.Status,
        Operation = start.ToString(),
        MayHaveTakenEffect = true,
        RecommendedAction = advice,
        Advice = FaxPlusAdvice.SaveFax,
    };

    private FaxPlusException TimedOut(AIAnswer answer) => new(
        FaxPlusErrorKind.Timeout, $"{what} was not ready within the time limit; its status is {answer.Status ?? "not known"}.")
    {
        Operation = get.ToString(),
        RecommendedAction = "The service is still processing. Try again with a longer timeout: "
            + "an extraction in progress is not started a second time.",
        Advice = FaxPlusAdvice.Timeout,
    };

    private FaxPlusException NotSupported() => new(
        FaxPlusErrorKind.NotFound, $"{what} is being extracted, but the service does not report whether it is ready ({get}).")
    {
        Operation = get.ToString(),
        MayHaveTakenEffect = true,
        RecommendedAction = "The vendor does not document this request. Try again later; another extraction may cost credits again.",
    };
}
