using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Voipex;

namespace FaxPlus.PowerShell;

/// <summary>Lists sent and received Voipex text messages. The response, which is not documented, is returned unchanged.</summary>
[Cmdlet(VerbsCommon.Get, "VoipexSms")]
[OutputType(typeof(PSObject))]
public sealed class GetVoipexSmsCommand : VoipexCmdlet
{
    /// <summary>The earliest time of the messages, inclusive. A time without an offset is local.</summary>
    [Parameter(Position = 0)]
    [Time]
    public DateTimeOffset? After { get; set; }

    /// <summary>The latest time of the messages, exclusive. A time without an offset is local.</summary>
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
