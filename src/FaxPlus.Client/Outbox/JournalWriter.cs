using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Faxes.Tracking;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;
using FaxPlus.Client.Outbox.Journal;

namespace FaxPlus.Client.Outbox;

/// <summary>Writes the intents and the results of sends to a journal.</summary>
internal sealed class JournalWriter(ISendJournal journal, SendingOptions options, ApiClient api, SendHistory history, SendPreparer preparer)
{
    /// <summary>Creates the intent, which is written before an item is sent.</summary>
    public JournalLine Intent(JournalEntry entry, SendRequest request, PreparedSend prepared, string? documents)
    {
        // All attempts have the same tag, so that a later search finds the fax regardless of which attempt the service has accepted.
        bool isDoubted = entry.State == JournalState.InDoubt && entry.Tag.Length > 0;
        string tag = entry.Tag.Length > 0 ? entry.Tag : SendTag.New();
        return new JournalLine
        {
            Time = api.Time.GetUtcNow(),
            DoubtSince = isDoubted ? entry.FirstBegun : null,
            ServerTime = isDoubted ? entry.BegunThere : api.Clock.Known,
            Key = entry.Key,
            State = JournalState.Sending,
            Mark = tag,
            Marked = options.MarkComments && SendTag.MarkOf(tag) is not null ? true : null,
            To = request.Destinations,
            From = prepared.From,
            Named = preparer.NamedSender(request) is null ? null : true,
            User = request.UserId == FaxPlusDefaults.Self ? null : request.UserId,
            Files = [.. prepared.Files.Select(file => file.Name)],
            Documents = documents,
            Comment = Digest.Short(request.Comment),
            SendTime = request.SendTime?.ToUniversalTime(),
        };
    }

    /// <summary>Writes to the journal that the service has the fax of an item.</summary>
    public async Task SentAsync(JournalEntry entry, AcceptedSend sent, CancellationToken cancellationToken)
    {
        try
        {
            await journal.WriteAsync(entry, new JournalLine
            {
                Time = api.Time.GetUtcNow(),
                Submitted = sent.Submitted,
                Key = entry.Key,
                State = JournalState.Sent,
                Ids = [.. entry.To.Select(to => sent.Ids[to])],
                LeftOut = sent.LeftOut.Count == 0 ? null : [.. sent.LeftOut],
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            // The error is reported only as a warning, because the fax was sent. The journal contains the intent, so the next run searches
            // for the fax.
            api.Observer.Warning($"The fax {entry.Key} was sent, but the journal does not record the result yet: {error.Message}");
            return;
        }

        try
        {
            await journal.LearnAsync(history.Records.KeepsMarks, history.Records.KeepsIds, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error)
        {
            api.Observer.Verbose($"The properties of the outbox could not be recorded in the journal: {error.Message}");
        }
    }

    /// <summary>Writes to the journal that an attempt has failed. If an earlier attempt is in doubt, the item stays in doubt.</summary>
    /// <returns>The error to report.</returns>
    public async Task<FaxPlusException> FailureAsync(JournalEntry entry, FaxPlusException error, CancellationToken cancellationToken)
    {
        bool isRefusedResend = entry.IsDoubted && error.Kind != FaxPlusErrorKind.InDoubt;
        if (isRefusedResend)
        {
            error = new FaxPlusException(error)
            {
                RecommendedAction = $"{error.RecommendedAction} The first attempt to send this fax is still in doubt.".TrimStart(),
            };
        }

        var line = new JournalLine { Key = entry.Key, Doubt = isRefusedResend ? DoubtReason.ResendRefused : null };
        JournalState state = isRefusedResend || error.Kind == FaxPlusErrorKind.InDoubt ? JournalState.InDoubt : JournalState.Failed;
        await EndAsync(entry, line, error, state, cancellationToken).ConfigureAwait(false);
        return error;
    }

    /// <summary>
    /// Writes the error of an item to the journal. If the journal cannot be written, the method only issues a warning, so that the caller
    /// still reports the error of the item. If the journal remains unusable, writing the next intent ends the run.
    /// </summary>
    public async Task EndAsync(
        JournalEntry entry, JournalLine line, FaxPlusException error, JournalState state, CancellationToken cancellationToken)
    {
        line.Time = api.Time.GetUtcNow();
        line.State = state;
        line.Error = error.Kind.ToString();
        line.Message = error.Message;
        line.Doubt ??= error.Doubt;
        try
        {
            await journal.WriteAsync(entry, line, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException unwritten)
        {
            api.Observer.Warning($"The outcome of the fax {line.Key} is not in the journal: {unwritten.Message}");
        }
    }
}
