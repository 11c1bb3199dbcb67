using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// Forwards the messages of calls, but does not repeat a warning, because each poll that reads a second with too many faxes causes the same
/// warning.
/// </summary>
internal sealed class WarnOnce(ICallObserver observer) : ICallObserver
{
    // The stored warnings are discarded when they reach this number, so that a receiver can run for months.
    private const int Most = 100;

    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    public bool IsVerbose => observer.IsVerbose;

    public void Verbose(string message) => observer.Verbose(message);

    public void Warning(string message)
    {
        lock (_warned)
        {
            if (_warned.Count >= Most) _warned.Clear();
            if (!_warned.Add(message)) return;
        }

        observer.Warning(message);
    }

    public void Error(FaxPlusException error) => observer.Error(error);

    public void Progress(CallProgress progress) => observer.Progress(progress);
}
