using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// The faxes that the service is known to have accepted at about the time of a lost send. If the outbox has shown each of them since then,
/// and never the lost fax, the service does not have the lost fax. This proof is used if the list of sent faxes is incomplete because a
/// second contains too many faxes.
/// </summary>
internal sealed class OutboxWitnesses(ISet<string> tags)
{
    /// <summary>The minimum number of witnesses. With this number, it is no coincidence that the outbox has shown all of them.</summary>
    private const int Enough = 20;

    private readonly bool _areEnough = tags.Count >= Enough;

    public bool WereAllSeen => _areEnough && tags.Count == 0;

    public void See(IEnumerable<OutboxFax> outbox)
    {
        if (tags.Count > 0) tags.ExceptWith(outbox.SelectMany(item => item.Tags));
    }
}
