using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// Determines the sender number, which is specified in the request or for the run, or is the only number of the account. The numbers of
/// an account are requested when they are needed, and cached. A failed request is repeated at the next send.
/// </summary>
internal sealed class SenderNumber(INumberOperations numbers, string? defaultFrom) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, string[]> _usable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>Sorts one or more numbers and converts them to a canonical format, so that two senders can be compared.</summary>
    public static string Canonical(string from) =>
        string.Join(
            ",",
            from.Split(',')
                .Select(number => PhoneNumber.Canonical(number.Trim()).ToLowerInvariant())
                .Distinct()
                .OrderBy(number => number, StringComparer.Ordinal));

    /// <summary>Returns the number that the request or the run specifies; null if neither specifies a number.</summary>
    public string? Named(SendRequest request) =>
        !string.IsNullOrWhiteSpace(request.From) ? request.From!.Trim()
        : !string.IsNullOrWhiteSpace(defaultFrom) ? defaultFrom!.Trim()
        : null;

    public async Task<string> OfAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (Named(request) is string named) return named;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_usable.TryGetValue(request.UserId, out string[]? usable))
            {
                _usable[request.UserId] = usable = await AskAsync(request.UserId, cancellationToken).ConfigureAwait(false);
            }

            return OnlyOne(usable);
        }
        catch (FaxPlusException)
        {
            _failed.Add(request.UserId);
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>The number; null if it cannot be determined, or could not be determined earlier in this run.</returns>
    public async Task<string?> TryAsync(SendRequest request, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool hasFailed = _failed.Contains(request.UserId);
        _gate.Release();
        if (hasFailed) return null;
        try
        {
            return await OfAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException)
        {
            return null;
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<string[]> AskAsync(string userId, CancellationToken cancellationToken)
    {
        IReadOnlyList<FaxNumber> all;
        try
        {
            all = await numbers.ListAsync(userId, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.Kind is FaxPlusErrorKind.MissingScope or FaxPlusErrorKind.Forbidden)
        {
            throw error.WithAdvice(
                "No number to send from is specified, and the token may not list the account's numbers. "
                + $"Specify a number, or use a token that has {string.Join(" or ", FaxPlusOperations.ListNumbers.Scopes)}.",
                FaxPlusAdvice.Sender);
        }

        return [.. all
            .Where(number => number.Number is not null && number.IsCanceled != true && number.Status != "waiting_verification")
            .Select(number => number.Number!)];
    }

    private static string OnlyOne(string[] usable) => usable.Length switch
    {
        1 => PhoneNumber.Normalize(usable[0]),
        0 => throw SendPreparer.Rejected(
            "No number to send from is specified, and the account has no number.",
            "Specify a number; the service also accepts no_number.",
            FaxPlusAdvice.Sender),
        _ => throw SendPreparer.Rejected(
            $"No number to send from is specified, and the account has {usable.Length} numbers: "
            + $"{string.Join(", ", usable.Take(20))}{(usable.Length > 20 ? ", …" : "")}.",
            "Choose a number.",
            FaxPlusAdvice.Sender),
    };
}
