using System;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>The recent sends of a session, and what is known about the records that the account keeps.</summary>
internal sealed class SendHistory(TimeProvider time)
{
    public RecentSends Sent { get; } = new(time);

    public RecordKeeping Records { get; } = new();
}
