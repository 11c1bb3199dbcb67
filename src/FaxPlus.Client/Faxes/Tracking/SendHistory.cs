using System;

namespace FaxPlus.Client.Faxes.Tracking;

/// <summary>The sends of a session and what is known of the account's records.</summary>
internal sealed class SendHistory(TimeProvider time)
{
    public RecentSends Sent { get; } = new(time);

    public RecordKeeping Records { get; } = new();
}
