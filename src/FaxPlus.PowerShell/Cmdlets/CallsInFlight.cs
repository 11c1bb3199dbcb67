using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// The concurrent calls of one command. The pipeline thread writes their results in the order in which the calls end; the number of results
/// in memory is limited. If an earlier command of the pipeline acknowledges its objects, the calls run one at a time, so that the call for
/// an object has ended before the object is acknowledged.
/// </summary>
internal sealed class CallsInFlight<T>(FaxPlusCmdlet cmdlet, int limit, BulkProgress progress, Action<T> write)
{
    // The actions for the pipeline thread.
    private readonly ConcurrentQueue<Action> _events = new();
    private readonly List<Task> _tasks = [];

    // The calls that search for a fax after a lost response, with the number of successful calls at the start of the search.
    private readonly Dictionary<Running, int> _lookups = [];

    // The calls whose result is being written to a journal.
    private readonly HashSet<Running> _recordings = [];
    private int _count;
    private int _succeeded;
    private bool _isSequential;

    /// <summary>Begins a call, and waits while the maximum number of calls is in flight.</summary>
    public void Start(object item, Func<CancellationToken, Task<T>> call) => Start(item, (stop, _) => call(stop));

    /// <summary>Begins a call that reports its phases.</summary>
    public void Start(object item, Func<CancellationToken, Action<SendPhase>, Task<T>> call)
    {
        _count++;
        _tasks.RemoveAll(static task => task.IsCompleted);
        // With a limit of 1, the call begins on this thread, because the command would only wait for another thread. If the host has bound
        // this thread to a synchronization context, the call begins on another thread to avoid a deadlock.
        bool isDirect = Limit() == 1 && SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default;
        _tasks.Add(isDirect ? RunAsync(item, call) : Task.Run(() => RunAsync(item, call)));
        progress.Begun();
        while (IsFull()) RunNext();
        while (_events.TryDequeue(out Action? next)) next();
    }

    /// <summary>Writes the results of all remaining calls.</summary>
    public void Finish()
    {
        while (_count > 0) RunNext();
        progress.End();
    }

    /// <summary>Waits for cancelled calls, so that no call continues after the end of the command.</summary>
    public void WaitForCancelled() => Task.WaitAll([.. _tasks]);

    /// <summary>
    /// Whether no further call may begin. With a limit of 1, this is the case while a call is in flight. With a higher limit, some calls do
    /// not count towards the limit. A search for a fax after a lost response takes about a minute; if a call has succeeded since a search
    /// began, the service is reachable, so the search does not count. A call that writes its result to a journal does not count either,
    /// because its request has ended. Each of these exceptions applies to at most as many calls as the limit. If all calls within the limit
    /// are searches that count, one further call tests the service. Therefore, at most one fax more than the limit is in doubt after an
    /// outage.
    /// </summary>
    private bool IsFull()
    {
        int most = Limit();
        if (most == 1) return _count > 0;
        int given = Math.Min(most, _lookups.Values.Count(before => before < _succeeded));
        bool isTrial = _lookups.Count - given >= most;
        int recordings = Math.Min(most, _recordings.Count);
        return _count - given - recordings >= most + (isTrial ? 1 : 0);
    }

    private int Limit()
    {
        if (!PipelineAcknowledgement.IsActive) return limit;
        if (limit > 1 && !_isSequential)
        {
            cmdlet.WriteVerbose(
                "Processing one item at a time, regardless of -ThrottleLimit, because each received fax is processed before the next fax.");
        }

        _isSequential = true;
        return 1;
    }

    private async Task RunAsync(object item, Func<CancellationToken, Action<SendPhase>, Task<T>> call)
    {
        var ended = new Running(item);
        try
        {
            ended.Result = await call(cmdlet.CancellationToken, phase => Add(() => SetPhase(ended, phase)));
        }
        catch (Exception exception)
        {
            ended.Error = exception;
        }

        Add(() => Write(ended));
    }

    private void Add(Action action)
    {
        _events.Enqueue(action);
        cmdlet.Wake();
    }

    private void SetPhase(Running call, SendPhase phase)
    {
        _lookups.Remove(call);
        if (phase == SendPhase.Searching) _lookups[call] = _succeeded;
        if (phase == SendPhase.Recording) _recordings.Add(call);
    }

    private void RunNext()
    {
        cmdlet.WaitUntil(() => !_events.IsEmpty);
        if (_events.TryDequeue(out Action? next)) next();
    }

    private void Write(Running ended)
    {
        _count--;
        _lookups.Remove(ended);
        _recordings.Remove(ended);
        switch (ended.Error)
        {
            case null:
                _succeeded++;
                write(ended.Result!);
                progress.Succeeded();
                break;
            case FaxPlusException exception:
                progress.Failed(exception);
                cmdlet.Fail(exception, ended.Item);
                break;
            case OperationCanceledException when cmdlet.CancellationToken.IsCancellationRequested:
                throw new PipelineStoppedException();
            default:
                ExceptionDispatchInfo.Capture(ended.Error).Throw();
                break;
        }
    }

    private sealed class Running(object item)
    {
        public object Item => item;

        public T? Result { get; set; }

        public Exception? Error { get; set; }
    }
}
