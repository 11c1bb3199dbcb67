using System.Collections.Generic;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>The key and the row number of a fax to send.</summary>
internal sealed class ItemOfRow(string? key, int? row)
{
    /// <summary>Sets the key and the row number of the receipts.</summary>
    public IReadOnlyList<SentFax> Stamp(IReadOnlyList<SentFax> sent)
    {
        foreach (SentFax fax in sent) (fax.Key, fax.Row) = (key ?? fax.Key, row);
        return sent;
    }
}
