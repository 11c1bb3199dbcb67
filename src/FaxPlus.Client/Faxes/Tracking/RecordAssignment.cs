using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>Assigns the records of sent faxes to the tracked faxes. Each record is assigned to at most one fax.</summary>
internal sealed class RecordAssignment(SendHistory history)
{
    private readonly Dictionary<string, string> _ownerOfRecord = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outboxIds = new(StringComparer.Ordinal);

    public void AddOutboxId(string id) => _outboxIds.Add(id);

    public void Assign(string recordId, TrackedFax fax) => _ownerOfRecord[recordId] = fax.Identity;

    /// <summary>
    /// Selects the item for the destination of a fax from the outbox items with the same tag. The service may return the number of the
    /// destination in another format.
    /// </summary>
    public static OutboxFax? OfTag(IEnumerable<OutboxFax> items, TrackedFax fax) =>
        items.FirstOrDefault(item => item.To.Any(to => PhoneNumber.AreSame(to, fax.To)))
        ?? items.FirstOrDefault(item => item.To.Any(to => PhoneNumber.MayBeSame(to, fax.To)));

    /// <summary>
    /// Selects the record for the destination of a fax from the records with the same mark. A record without a number is selected only if
    /// it is the only record.
    /// </summary>
    public static Fax? OfMark(IReadOnlyList<Fax> records, TrackedFax fax) =>
        records.FirstOrDefault(record => PhoneNumber.AreSame(record.To, fax.To))
        ?? records.FirstOrDefault(record => PhoneNumber.MayBeSame(record.To, fax.To))
        ?? (records.Count == 1 && string.IsNullOrEmpty(records[0].To) ? records[0] : null);

    /// <summary>
    /// Finds a similar record. If the fax was added more than once, the method returns the record that is already assigned to the fax.
    /// Otherwise, it returns the record that is nearest in time.
    /// </summary>
    public Fax? FindLike(TrackedFax fax, IEnumerable<Fax> records)
    {
        // If records keep the mark or the id of this fax, a record that has neither belongs to another fax.
        if ((fax.IsMarked && history.Records.KeepsMarks == true) || (fax.OutboxId is not null && history.Records.KeepsIds == true))
        {
            return null;
        }

        return records
            .Where(record => record.Id is not null && FaxMatcher.IsLike(record, fax.To!, fax.From, fax.Comment))
            .Where(record => record.Time is null || record.Time >= fax.SubmitTime - ServerClock.Slack)
            .Where(record => !_ownerOfRecord.TryGetValue(record.Id!, out string? owner) || owner == fax.Identity)
            .Where(record => !IsOfAnother(record, fax))
            .OrderByDescending(record => _ownerOfRecord.ContainsKey(record.Id!))
            .ThenBy(record => record.Time is null ? TimeSpan.MaxValue : (record.Time.Value - fax.SubmitTime!.Value).Duration())
            .FirstOrDefault();
    }

    /// <summary>Whether the record belongs to another send, whose fax may still be in the outbox.</summary>
    private bool IsOfAnother(Fax record, TrackedFax fax) =>
        _outboxIds.Contains(record.Id!) || (history.Sent.Find(record) is { } sent && sent.Tag != fax.Tag);
}
