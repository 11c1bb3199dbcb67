using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Sending;

/// <summary>
/// The faxes that the service is known to have taken at about the time of a lost one. When the outbox has shown every one of
/// them since, and never the lost one, the service does not have it: a witness where the lists of sent faxes are too crowded to be one.
/// </summary>
internal sealed class Company(ISet<string> marks)
{
    /// <summary>So many are not all seen by chance.</summary>
    private const int Enough = 20;

    private readonly bool _isEnough = marks.Count >= Enough;

    public bool WasSeen => _isEnough && marks.Count == 0;

    public void See(IEnumerable<OutboxFax> outbox)
    {
        if (marks.Count > 0) marks.ExceptWith(outbox.SelectMany(item => item.Tags));
    }
}
