using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;

namespace FaxPlus.Client.Outbox;

/// <summary>Compares a journal item with a request that has the same key.</summary>
internal sealed class ItemComparison(ApiClient api, SendPreparer preparer)
{
    /// <summary>The maximum number of warnings about different documents. Further warnings are suppressed.</summary>
    private const int MaxWarnings = 10;

    private int _otherDocuments;

    /// <exception cref="FaxPlusException">The item has other destinations.</exception>
    public void Compare(JournalEntry entry, SendRequest request, CancellationToken cancellationToken)
    {
        RequireSameDestinations(entry, request);
        if (entry.State == JournalState.Sent) CompareDocuments(entry, request, cancellationToken);
    }

    /// <summary>Writes a warning if the documents of the request differ from those of the item.</summary>
    public void CompareDocuments(JournalEntry entry, SendRequest request, CancellationToken cancellationToken)
    {
        if (HasOtherDocuments(entry, request, cancellationToken)) WarnOfOtherDocuments(entry);
    }

    /// <exception cref="FaxPlusException">The item has other destinations.</exception>
    public static void RequireSameDestinations(JournalEntry entry, SendRequest request)
    {
        var asked = new HashSet<string>(request.To.Select(PhoneNumber.Canonical));
        if (!asked.SetEquals(entry.To.Select(PhoneNumber.Canonical)))
        {
            throw Conflict(entry.Key, $"the journal contains this key for a fax to {string.Join(", ", entry.To.Take(5))}", request);
        }
    }

    public static FaxPlusException Conflict(string key, string why, SendRequest request) =>
        new(FaxPlusErrorKind.Conflict, $"The fax to {string.Join(", ", request.To.Take(5))} was not sent: its key is {key}, and {why}.")
        {
            Operation = FaxPlusOperations.SendFax.ToString(),
            RecommendedAction = "Specify a different key for each fax.",
        };

    /// <summary>
    /// Whether the documents are known to differ from those that were sent. Documents that can no longer be read do not count as different,
    /// because they may have been moved.
    /// </summary>
    private bool HasOtherDocuments(JournalEntry entry, SendRequest request, CancellationToken cancellationToken)
    {
        if (entry.Documents is null) return false;
        try
        {
            return preparer.Documents(request, cancellationToken) is string now && now != entry.Documents;
        }
        catch (FaxPlusException)
        {
            return false;
        }
    }

    private void WarnOfOtherDocuments(JournalEntry entry)
    {
        int count = Interlocked.Increment(ref _otherDocuments);
        if (count > MaxWarnings) return;
        string more = count == MaxWarnings ? " Further warnings of this kind are suppressed." : "";
        api.Observer.Warning(
            $"The fax {entry.Key} to {string.Join(", ", entry.To.Take(5))} is not sent: "
            + $"the journal records a send with this key on {entry.Begun.ToLocalTime():yyyy-MM-dd HH:mm}, with other documents. "
            + $"For a new fax, use another key or another journal.{more}");
    }
}
