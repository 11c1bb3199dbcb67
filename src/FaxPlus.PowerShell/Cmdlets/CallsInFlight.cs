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
/// The concurrent calls of one command. Their results are written on the pipeline thread, in the order in which they end; the number of
/// results in memory is limited. A result that the next command acknowledges is acknowledged when writing it returns.
/// </summary>
internal sealed class CallsInFlight<T>(FaxPlusCmdlet cmdlet, int limit, BulkProgress progress, Action<T> write)
{
    // What is to be done on the pipeline thread.
    private readonly ConcurrentQueue<Action> _events = new();
    private readonly List<Task> _tasks = [];

    // The calls whose lost response is looked for, with the number of successful calls at the beginning of the look-up.
    private readonly Dictionary<Running, int> _lookups = [];
    private int _count;
    private int _succeeded;
    private bool _isOneByOne;

    /// <summary>Begins a call. If the maximum number is in flight, it waits for one of them to end.</summary>
    public void Start(object item, Func<CancellationToken, Task<T>> call) => Start(item, (stop, _) => call(stop));

    /// <summary>Begins a call that says when it begins and ends to look for a lost response.</summary>
    public void Start(object item, Func<CancellationToken, Action<bool>, Task<T>> call)
    {
        _count++;
        _tasks.RemoveAll(static task => task.IsCompleted);
        // A single call begins on this thread, since the command would only wait for another one; unless the host has bound the thread to a
        // context, which the call would wait for in vain.
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

    /// <summary>Waits for cancelled calls, so that none outlives the command.</summary>
    public void WaitForCancelled() => Task.WaitAll([.. _tasks]);

    /// <summary>
    /// Whether no call may begin. A look-up for a lost response takes a minute. Another call starts in its place when a call that ended
    /// after its beginning was successful, because the service is then reachable; at most up to the limit. If look-ups occupy all places,
    /// one further call tests the service. During an outage, at most one fax more than the limit is in doubt.
    /// </summary>
    private bool IsFull()
    {
        int most = Limit();
        if (most == 1) return _count > 0;
        int given = Math.Min(most, _lookups.Values.Count(before => before < _succeeded));
        bool isTrial = _lookups.Count - given >= most;
        return _count - given >= most + (isTrial ? 1 : 0);
    }

    private int Limit()
    {
        if (!PipelineAcknowledgement.IsUnderWay) return limit;
        if (limit > 1 && !_isOneByOne)
        {
            cmdlet.WriteVerbose("One at a time, regardless of -ThrottleLimit: each received fax is processed before the next one.");
        }

        _isOneByOne = true;
        return 1;
    }

    private async Task RunAsync(object item, Func<CancellationToken, Action<bool>, Task<T>> call)
    {
        var ended = new Running(item);
        try
        {
            ended.Result = await call(cmdlet.CancellationToken, isLooking => Add(() => SetLookup(ended, isLooking)));
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

    private void SetLookup(Running call, bool isLooking)
    {
        if (isLooking) _lookups[call] = _succeeded;
        else _lookups.Remove(call);
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
