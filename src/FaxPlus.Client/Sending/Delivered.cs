using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Sending;

/// <summary>A fax that the service has.</summary>
/// <param name="ids">The outbox ids by destination, null where the service gave none.</param>
/// <param name="submitted">When it was handed over, by the service's clock; where that is not known to the second, a time before.</param>
internal sealed class Delivered(IReadOnlyDictionary<string, string?> ids, DateTimeOffset submitted)
{
    public IReadOnlyDictionary<string, string?> Ids => ids;

    public DateTimeOffset Submitted => submitted;

    /// <summary>One receipt a destination.</summary>
    public SentFax[] Receipts(SendRequest request, Prepared prepared, string[] tags) =>
    [
        .. request.To.Distinct().Select(to => new SentFax
        {
            OutboxId = ids[to],
            UserId = request.UserId,
            To = to,
            From = prepared.From,
            SubmitTime = submitted,
            SendTime = request.SendTime?.ToUniversalTime(),
            Comment = request.Comment,
            Tags = tags,
            Files = [.. prepared.Files.Select(file => file.Name)],
        }),
    ];
}
