using System;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>What a session knows of the faxes that it has sent.</summary>
internal sealed class SendHistory(TimeProvider time)
{
    public RecentSends Sent { get; } = new(time);

    public RecordKeeping Records { get; } = new();
}
