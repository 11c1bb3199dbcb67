using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// The faxes that the service is known to have taken at about the time of a lost one. When the outbox has shown every one of
/// them since, and never the lost one, the service does not have it: a witness where the lists of sent faxes are too crowded to be one.
/// </summary>
internal sealed class OutboxWitnesses(ISet<string> tags)
{
    /// <summary>So many are not all seen by chance.</summary>
    private const int Enough = 20;

    private readonly bool _areEnough = tags.Count >= Enough;

    public bool WereAllSeen => _areEnough && tags.Count == 0;

    public void See(IEnumerable<OutboxFax> outbox)
    {
        if (tags.Count > 0) tags.ExceptWith(outbox.SelectMany(item => item.Tags));
    }
}
