namespace FaxPlus;

/// <summary>Receives the messages of calls. The client may call an observer from several threads concurrently.</summary>
public interface ICallObserver
{
    /// <summary>Whether verbose messages are shown. If not, the client does not format the messages about each request.</summary>
    bool IsVerbose { get; }

    /// <summary>
    /// Receives a message about a request, a response or a wait, for troubleshooting. The message never contains a secret.
    /// </summary>
    void Verbose(string message);

    /// <summary>Receives a warning for the user.</summary>
    void Warning(string message);

    /// <summary>Receives an error that does not end the call.</summary>
    void Error(FaxPlusException error);

    /// <summary>Receives the progress of a transfer or a wait.</summary>
    void Progress(CallProgress progress);
}

/// <summary>The progress of an activity.</summary>
public sealed class CallProgress
{
    /// <summary>Creates a progress report.</summary>
    /// <param name="activity">The activity, such as "Uploading".</param>
    /// <param name="status">The subject of the activity, such as a file name or a count.</param>
    /// <param name="done">The completed amount, in bytes or items.</param>
    /// <param name="total">The total amount; 0 if unknown.</param>
    public CallProgress(string activity, string status, long done, long total)
    {
        Activity = activity;
        Status = status;
        Done = done;
        Total = total;
    }

    /// <summary>The activity.</summary>
    public string Activity { get; }

    /// <summary>The subject of the activity, such as a file name or a count.</summary>
    public string Status { get; }

    /// <summary>The completed amount, in bytes or items.</summary>
    public long Done { get; }

    /// <summary>The total amount; 0 if unknown.</summary>
    public long Total { get; }
}
