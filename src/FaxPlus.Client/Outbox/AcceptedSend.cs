using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox;

/// <summary>A fax that the service has accepted.</summary>
/// <param name="ids">The outbox ids by destination. An id is null if the service returned no id for the destination.</param>
/// <param name="submitted">The submit time according to the service; if it is not known, the service's time when the send began.</param>
internal sealed class AcceptedSend(IReadOnlyDictionary<string, string?> ids, DateTimeOffset submitted)
{
    public IReadOnlyDictionary<string, string?> Ids => ids;

    public DateTimeOffset Submitted => submitted;

    /// <summary>The destinations that the service does not list, although it lists other destinations of this fax.</summary>
    public IReadOnlyList<string> LeftOut { get; set; } = [];

    public string WarningOfLeftOut(string tag) =>
        $"The service accepted the fax, but does not list {LeftOut.Count} of its {ids.Count} destinations: "
        + $"{string.Join(", ", LeftOut.Take(5))}{(LeftOut.Count > 5 ? ", …" : "")}. "
        + $"It is not known whether the service sends the fax to these destinations (status '{SentFax.Unconfirmed}'). "
        + $"Search the outbox for the tag {tag} before you send the fax to them again.";

    /// <summary>Creates the receipts, one for each destination.</summary>
    public SentFax[] Receipts(SendRequest request, PreparedSend prepared, string[] tags, bool isMarked) =>
    [
        .. request.Destinations.Select(to =>
        {
            var receipt = new SentFax
            {
                OutboxId = ids[to],
                UserId = request.UserId,
                To = to,
                From = prepared.From,
                SubmitTime = submitted,
                SendTime = request.SendTime?.ToUniversalTime(),
                Comment = request.Comment,
                IsMarked = isMarked,
                Tags = tags,
                Files = [.. prepared.Files.Select(file => file.Name)],
            };
            if (LeftOut.Contains(to)) receipt.Status = SentFax.Unconfirmed;
            return receipt;
        }),
    ];
}
