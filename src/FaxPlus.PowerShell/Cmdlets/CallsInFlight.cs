using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
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
    private readonly ConcurrentQueue<Ended> _ended = new();

    // The count equals the number of ended calls.
    private readonly SemaphoreSlim _signal = new(0);
    private readonly List<Task> _tasks = [];
    private int _count;
    private bool _isOneByOne;

    /// <summary>Begins a call. If the maximum number is in flight, it waits for one of them to end.</summary>
    public void Start(object item, Func<CancellationToken, Task<T>> call)
    {
        _count++;
        _tasks.RemoveAll(static task => task.IsCompleted);
        _tasks.Add(Task.Run(() => RunAsync(item, call)));
        progress.Begun();
        while (_count >= Limit()) WriteNext();
        while (_signal.Wait(0)) Write(Next());
    }

    /// <summary>Writes the results of all remaining calls.</summary>
    public void Finish()
    {
        while (_count > 0) WriteNext();
        progress.End();
    }

    /// <summary>Waits for cancelled calls, so that none outlives the command.</summary>
    public void WaitForCancelled() => Task.WaitAll([.. _tasks]);

    private int Limit()
    {
        if (!PipelineAcknowledgement.IsUnderWay) return limit;
        if (limit > 1 && !_isOneByOne) cmdlet.WriteVerbose("One at a time, whatever -ThrottleLimit says: what is received is done with before the next comes.");
        _isOneByOne = true;
        return 1;
    }

    private async Task RunAsync(object item, Func<CancellationToken, Task<T>> call)
    {
        var ended = new Ended(item);
        try
        {
            ended.Result = await call(cmdlet.CancellationToken);
        }
        catch (Exception exception)
        {
            ended.Error = exception;
        }

        _ended.Enqueue(ended);
        _signal.Release();
    }

    private void WriteNext()
    {
        cmdlet.Await(_signal.WaitAsync(Timeout.Infinite, cmdlet.CancellationToken));
        Write(Next());
    }

    private Ended Next() => _ended.TryDequeue(out Ended? next) ? next : throw new InvalidOperationException("A call has ended without a trace.");

    private void Write(Ended ended)
    {
        _count--;
        switch (ended.Error)
        {
            case null:
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

    private sealed class Ended(object item)
    {
        public object Item => item;

        public T? Result { get; set; }

        public Exception? Error { get; set; }
    }
}
