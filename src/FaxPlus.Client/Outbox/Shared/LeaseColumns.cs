namespace FaxPlus.Client.Outbox.Shared;

/// <summary>The columns of a worker row, in addition to the counts of the run.</summary>
internal static class LeaseColumns
{
    public const string Dead = "Dead";
    public const string Ended = "Ended";
    public const string Lease = "LeaseSeconds";
    public const string Begun = "Begun";
    public const string Done = "Done";
    public const string Expected = "Expected";
    public const string Wait = "WaitMilliseconds";
    public const string WaitStatus = "WaitStatus";
}
