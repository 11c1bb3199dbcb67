using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Voipex;

namespace FaxPlus.PowerShell;

/// <summary>Lists sent and received text messages of Voipex. The response, which is not documented, is returned unchanged.</summary>
[Cmdlet(VerbsCommon.Get, "VoipexSms")]
[OutputType(typeof(PSObject))]
public sealed class GetVoipexSmsCommand : VoipexCmdlet
{
    /// <summary>Only messages of this time or later. A time without an offset is local.</summary>
    [Parameter(Position = 0)]
    [Time]
    public DateTimeOffset? After { get; set; }

    /// <summary>Only messages earlier than this time. A time without an offset is local.</summary>
    [Parameter(Position = 1)]
    [Time]
    public DateTimeOffset? Before { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(null, () =>
    {
        var query = new List<KeyValuePair<string, string>>();
        if (After is DateTimeOffset after)
        {
            query.Add(Parameter("startTime", after.UtcDateTime.ToString(RawBody.VoipexTime, CultureInfo.InvariantCulture)));
        }
        if (Before is DateTimeOffset before)
        {
            query.Add(Parameter("endTime", before.UtcDateTime.ToString(RawBody.VoipexTime, CultureInfo.InvariantCulture)));
        }
        WriteBody(Request(VoipexService.Sms, new FaxPlusRequest("GET", "/SMS") { Query = query }));
    });
}
