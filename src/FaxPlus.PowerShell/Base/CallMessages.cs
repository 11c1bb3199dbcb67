using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;

namespace FaxPlus.PowerShell;

/// <summary>
/// Carries what calls report from any thread to the pipeline thread, the only one that may write, and only while that
/// thread waits for a call.
/// </summary>
internal sealed class CallMessages(Cmdlet cmdlet) : ICallObserver
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(200);

    // A transfer that takes no longer than this needs no bar.
    private static readonly TimeSpan s_progressDelay = TimeSpan.FromMilliseconds(500);

    private volatile Listening? _listening;

    public void Verbose(string message) => _listening?.Add(() => cmdlet.WriteVerbose(message));

    public void Warning(string message) => _listening?.Add(() => cmdlet.WriteWarning(message));

    public void Progress(CallProgress progress) => _listening?.AddProgress(progress);

    public Listening Listen() => _listening = new Listening(this, cmdlet);

    /// <summary>The time of one call.</summary>
    internal sealed class Listening(CallMessages owner, Cmdlet cmdlet) : IDisposable
    {
        private readonly BlockingCollection<Action> _queue = [];
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _lastProgress = s_progressDelay - s_progressInterval;
        private CallProgress? _latest;
        private bool _shown;

        public void Add(Action write)
        {
            try
            {
                _queue.Add(write);
            }
            catch (InvalidOperationException)
            {
                // The last word of a request that has been given up; nobody listens any more.
            }
        }

        public void AddProgress(CallProgress progress)
        {
            // Only the newest one counts; a queued one shows whatever is newest by then.
            if (Interlocked.Exchange(ref _latest, progress) is null) Add(ShowProgress);
        }

        public void Complete() => _queue.CompleteAdding();

        /// <summary>Writes until the call has ended.</summary>
        public void WriteAll()
        {
            // Without a token: a cancelled call completes the queue itself.
            foreach (Action write in _queue.GetConsumingEnumerable()) write();
            if (_shown) cmdlet.WriteProgress(new ProgressRecord(0, "FaxPlus", " ") { RecordType = ProgressRecordType.Completed });
        }

        public void Dispose()
        {
            owner._listening = null;
            _queue.Dispose();
        }

        private void ShowProgress()
        {
            CallProgress? progress = Interlocked.Exchange(ref _latest, null);
            TimeSpan now = _watch.Elapsed;
            if (progress is null || now - _lastProgress < s_progressInterval) return;
            _lastProgress = now;
            _shown = true;
            cmdlet.WriteProgress(new ProgressRecord(0, progress.Activity, progress.Status)
            {
                PercentComplete = progress.Total > 0 ? (int)(100 * progress.Done / progress.Total) : -1,
                CurrentOperation = progress.Total > 0
                    ? $"{ByteSize.Format(progress.Done)} of {ByteSize.Format(progress.Total)}"
                    : ByteSize.Format(progress.Done),
            });
        }
    }
}
