namespace FaxPlus;

/// <summary>Receives the messages of calls. It may be called from any thread, also concurrently.</summary>
public interface ICallObserver
{
    /// <summary>Whether verbose messages are used. If not, those of each request are not formatted.</summary>
    bool IsVerbose { get; }

    /// <summary>A request, a response or a wait, for troubleshooting. It never contains a secret.</summary>
    void Verbose(string message);

    /// <summary>A warning for the user.</summary>
    void Warning(string message);

    /// <summary>An error that does not end the call.</summary>
    void Error(FaxPlusException error);

    /// <summary>The progress of a transfer or a wait.</summary>
    void Progress(CallProgress progress);
}

/// <summary>The progress of an activity.</summary>
public sealed class CallProgress
{
    /// <summary>Creates a progress report.</summary>
    /// <param name="activity">The activity: "Uploading".</param>
    /// <param name="status">Its object: a file, a count.</param>
    /// <param name="done">The completed amount, in bytes or items.</param>
    /// <param name="total">The total amount; 0 if it is not known.</param>
    public CallProgress(string activity, string status, long done, long total)
    {
        Activity = activity;
        Status = status;
        Done = done;
        Total = total;
    }

    /// <summary>The activity.</summary>
    public string Activity { get; }

    /// <summary>Its object.</summary>
    public string Status { get; }

    /// <summary>The completed amount.</summary>
    public long Done { get; }

    /// <summary>The total amount; 0 if it is not known.</summary>
    public long Total { get; }
}
