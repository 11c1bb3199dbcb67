using System;
using System.Collections.Concurrent;
using System.Linq;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Collects all messages of a client, and may act on its progress.</summary>
internal sealed class Observer : ICallObserver
{
    private readonly ConcurrentQueue<string> _verbose = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<FaxPlusException> _errors = new();
    private readonly ConcurrentQueue<CallProgress> _progress = new();

    public string[] Warnings => [.. _warnings];

    public FaxPlusException[] Errors => [.. _errors];

    public string[] VerboseLines => [.. _verbose];

    public CallProgress[] ProgressReports => [.. _progress];

    public Action<CallProgress>? OnProgress { get; set; }

    public Action<string>? OnVerbose { get; set; }

    public string All => string.Join('\n', _verbose.Concat(_warnings).Concat(_errors.Select(error => error.ToString()))
        .Concat(_progress.Select(report => report.Activity + report.Status)));

    public bool IsVerbose => true;

    public void Verbose(string message)
    {
        _verbose.Enqueue(message);
        OnVerbose?.Invoke(message);
    }

    public void Warning(string message) => _warnings.Enqueue(message);

    public void Error(FaxPlusException error) => _errors.Enqueue(error);

    public void Progress(CallProgress progress)
    {
        _progress.Enqueue(progress);
        OnProgress?.Invoke(progress);
    }
}
