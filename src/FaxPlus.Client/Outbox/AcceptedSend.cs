using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox;

/// <summary>A fax that the service has accepted.</summary>
/// <param name="ids">The outbox ids by destination; an id is null if the service returned none.</param>
/// <param name="submitted">The service's time when sending began, or the submit time that the service reports.</param>
internal sealed class AcceptedSend(IReadOnlyDictionary<string, string?> ids, DateTimeOffset submitted)
{
    public IReadOnlyDictionary<string, string?> Ids => ids;

    public DateTimeOffset Submitted => submitted;

    /// <summary>The destinations that the service did not list although it listed others of this fax.</summary>
    public IReadOnlyList<string> LeftOut { get; set; } = [];

    public string WarningOfLeftOut(string tag) =>
        $"The service accepted the fax, but does not show {LeftOut.Count} of its {ids.Count} destinations: "
        + $"{string.Join(", ", LeftOut.Take(5))}{(LeftOut.Count > 5 ? ", …" : "")}. "
        + $"It is not known whether it sends the fax to them (status '{SentFax.Unconfirmed}'). "
        + $"Look for the tag {tag} in the outbox before you send to them again.";

    /// <summary>The receipts, one for each destination.</summary>
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
