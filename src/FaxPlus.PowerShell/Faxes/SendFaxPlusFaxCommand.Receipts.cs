using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.PowerShell;

/// <content>The receipts of accepted faxes.</content>
public sealed partial class SendFaxPlusFaxCommand
{
    // _sent contains the receipts of the faxes that -Wait tracks. _output contains the receipts for which a fax record, or the receipt
    // itself, has been written.
    private readonly List<object> _sent = [];
    private readonly HashSet<object> _output = [];

    private void WriteReceipts(IReadOnlyList<SentFax> sent)
    {
        if (sent.Count == 0) _progress!.PassedOver();
        if (Wait) _sent.AddRange(sent);
        else WriteObject(sent, enumerateCollection: true);
    }

    private protected override bool EndFollowing(object fax) => _output.Add(fax);

    private protected override void FinishCalls()
    {
        try
        {
            _calls?.Finish();
        }
        finally
        {
            object[] held = [.. _sent.Where(_output.Add)];
            WriteObject(held, enumerateCollection: true);
        }
    }
}
