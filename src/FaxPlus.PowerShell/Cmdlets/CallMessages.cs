using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Formatting;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Transfers the messages of calls from any thread to the pipeline thread, the only thread that may write output. The pipeline thread
/// writes the messages while it waits for a call. Messages that arrive between two waits are written at the next wait.
/// </summary>
internal sealed class CallMessages(FaxPlusCmdlet cmdlet) : ICallObserver
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(200);

    // Shorter transfers show no progress bar.
    private static readonly TimeSpan s_progressDelay = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private readonly Queue<Action> _queue = new();
    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private CallProgress? _latest;

    /// <summary>Whether verbose messages are shown.</summary>
    public bool IsVerbose { get; set; } = true;

    /// <summary>
    /// Whether transfers show progress bars. With many concurrent calls, a single progress bar for all calls replaces these bars.
    /// </summary>
    public bool ShowsTransfers { get; set; } = true;

    public void Verbose(string message) => Add(() => cmdlet.WriteVerbose(message));

    public void Warning(string message) => Add(() => cmdlet.WriteWarning(message));

    public void Error(FaxPlusException error) => Add(() => cmdlet.Fail(error, null));

    public void Progress(CallProgress progress)
    {
        if (!ShowsTransfers) return;
        lock (_lock)
        {
            // The interval avoids waking the pipeline thread for each of the thousands of chunks of a large file.
            if (_sinceProgress.Elapsed < s_progressInterval) return;
            _sinceProgress.Restart();
            _latest = progress;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Writes messages until the call has ended.</summary>
    public void WriteUntil(Task call)
    {
        if (!call.IsCompleted)
        {
            call.ContinueWith(
                static (_, state) => ((CallMessages)state!).Wake(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        WriteUntil(() => call.IsCompleted);
    }

    /// <summary>Writes messages until a condition is met. The thread that changes the condition calls <see cref="Wake"/>.</summary>
    public void WriteUntil(Func<bool> isMet)
    {
        var bar = new TransferBar(cmdlet);
        while (TryTake(isMet, out Action? write, out CallProgress? progress))
        {
            write?.Invoke();
            if (progress is not null) bar.Show(progress);
        }

        bar.End();
    }

    /// <summary>Causes the waiting pipeline thread to check its condition.</summary>
    public void Wake()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }

    private bool TryTake(Func<bool> isMet, out Action? write, out CallProgress? progress)
    {
        lock (_lock)
        {
            // The wait needs no cancellation token, because a cancelled call meets the condition.
            while (_queue.Count == 0 && _latest is null && !isMet()) Monitor.Wait(_lock);
            write = _queue.Count > 0 ? _queue.Dequeue() : null;
            (progress, _latest) = (_latest, null);
            return write is not null || progress is not null;
        }
    }

    private void Add(Action write)
    {
        lock (_lock)
        {
            _queue.Enqueue(write);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>The progress bar of a long transfer, updated at most five times a second.</summary>
    private sealed class TransferBar(FaxPlusCmdlet cmdlet)
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _last = s_progressDelay - s_progressInterval;
        private bool _shown;

        public void Show(CallProgress progress)
        {
            TimeSpan now = _watch.Elapsed;
            if (now - _last < s_progressInterval) return;
            _last = now;
            _shown = true;
            cmdlet.WriteProgress(new ProgressRecord(0, progress.Activity, progress.Status)
            {
                PercentComplete = progress.Total > 0 ? (int)(100 * progress.Done / progress.Total) : -1,
                CurrentOperation = progress.Total > 0
                    ? $"{ByteSize.Format(progress.Done)} of {ByteSize.Format(progress.Total)}"
                    : ByteSize.Format(progress.Done),
            });
        }

        public void End()
        {
            if (_shown) cmdlet.WriteProgress(new ProgressRecord(0, "FaxPlus", " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
