using System.Collections.Generic;

namespace FaxPlus.PowerShell;

/// <content>The receipts of accepted faxes.</content>
public sealed partial class SendFaxPlusFaxCommand
{
    // The receipts of the faxes to follow with -Wait, and those among them that are not output yet, neither as a record nor as a receipt.
    private readonly List<object> _sent = [];
    private readonly List<object> _held = [];

    private void WriteReceipts(IReadOnlyList<SentFax> sent)
    {
        if (sent.Count == 0) _progress!.PassedOver();
        if (Wait)
        {
            _sent.AddRange(sent);
            _held.AddRange(sent);
        }
        else
        {
            WriteObject(sent, enumerateCollection: true);
        }
    }

    private protected override void EndFollowing(object fax) => _held.Remove(fax);

    private protected override void FinishCalls()
    {
        _calls?.Finish();
        object[] held = [.. _held];
        _held.Clear();
        WriteObject(held, enumerateCollection: true);
    }
}
