namespace FaxPlus.PowerShell.Faxes;

/// <summary>The key and the row number of a fax to send.</summary>
internal sealed class ItemOfRow(string? key, int? row)
{
    public string? Key => key;

    public int? Row => row;
}
