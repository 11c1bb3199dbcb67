namespace FaxPlus;

/// <summary>Hears what happens during a call. It may be called from any thread, also several at a time.</summary>
public interface ICallObserver
{
    /// <summary>A request, an answer, a wait: for people who look for a fault. Never holds a secret.</summary>
    void Verbose(string message);

    /// <summary>Something that a person should know.</summary>
    void Warning(string message);

    /// <summary>Something went wrong beside the call, which goes on.</summary>
    void Error(FaxPlusException error);

    /// <summary>How far a transfer or a wait has come.</summary>
    void Progress(CallProgress progress);
}

/// <summary>How far something has come.</summary>
public sealed class CallProgress
{
    /// <summary>Makes a report.</summary>
    /// <param name="activity">What is done: "Uploading".</param>
    /// <param name="status">What it is done with: a file, a count.</param>
    /// <param name="done">How much is done, in bytes or pieces.</param>
    /// <param name="total">How much there is in all; 0 when that is not known.</param>
    public CallProgress(string activity, string status, long done, long total)
    {
        Activity = activity;
        Status = status;
        Done = done;
        Total = total;
    }

    /// <summary>What is done.</summary>
    public string Activity { get; }

    /// <summary>What it is done with.</summary>
    public string Status { get; }

    /// <summary>How much is done.</summary>
    public long Done { get; }

    /// <summary>How much there is in all; 0 when that is not known.</summary>
    public long Total { get; }
}
