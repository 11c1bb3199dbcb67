using System;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>The recent sends of a session, and the known facts about the account's records.</summary>
internal sealed class SendHistory(TimeProvider time)
{
    public RecentSends Sent { get; } = new(time);

    public RecordKeeping Records { get; } = new();
}
