using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// The other faxes that the service accepted at about the same time as a send whose response was lost. If the polls of the outbox have
/// shown all other faxes, but not the fax of the send, the service does not have it. This proof is used if the list of sent faxes is
/// incomplete, because too many faxes were sent in the same second.
/// </summary>
internal sealed class OutboxWitnesses(ISet<string> tags)
{
    /// <summary>The minimum number of other faxes for a proof. An incomplete outbox could show a smaller number by chance.</summary>
    private const int Enough = 20;

    private readonly bool _areEnough = tags.Count >= Enough;

    public bool WereAllSeen => _areEnough && tags.Count == 0;

    public void Add(IEnumerable<OutboxFax> outbox)
    {
        if (tags.Count > 0) tags.ExceptWith(outbox.SelectMany(item => item.Tags));
    }
}
