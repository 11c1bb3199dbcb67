using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Formatting;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// What all cmdlets share: waiting for the client on the pipeline thread, stopping at once, and errors as PowerShell people
/// expect them.
/// </summary>
public abstract class FaxPlusCmdlet : PSCmdlet, IDisposable
{
    // Made here and not in BeginProcessing: StopProcessing and Dispose may come before it.
    private readonly CancellationTokenSource _stop = new();

    private readonly CallMessages _messages;
    private readonly RepeatedErrors _errors = new();
    private bool _isEnding;

    /// <summary>Makes the cmdlet.</summary>
    protected FaxPlusCmdlet() => _messages = new CallMessages(this);

    /// <summary>Hears what calls report and writes it while <see cref="Await{T}"/> waits.</summary>
    protected ICallObserver Observer => _messages;

    /// <summary>Leaves the bar to a run of many calls.</summary>
    internal void HideTransfers() => _messages.ShowsTransfers = false;

    /// <summary>Ends every call of this cmdlet.</summary>
    internal CancellationToken CancellationToken => _stop.Token;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        CommandLine.Guard(MyInvocation, TakesSecrets, ShowsSecret);
        FormatLoader.Load(this);
    }

    /// <summary>Waits for a call, while what it reports is written on the pipeline thread.</summary>
    /// <remarks>
    /// When writing throws (a downstream stop, -WarningAction Stop), neither StopProcessing nor EndProcessing runs.
    /// So the call is cancelled and waited for here, and no request outlives the pipeline.
    /// </remarks>
    protected internal T Await<T>(Func<CancellationToken, Task<T>> call)
    {
        CancellationToken stop = _stop.Token;
        return Await(Task.Run(() => call(stop), stop));
    }

    /// <summary>Waits for what is under way already, or is done, and ends with the token of <see cref="Stop"/>.</summary>
    internal T Await<T>(Task<T> task)
    {
        try
        {
            _messages.WriteUntil(task);
        }
        catch
        {
            _stop.Cancel();
            try
            {
                task.Wait();
            }
            catch (AggregateException)
            {
                // The pipeline's own reason to stop is the one to report.
            }

            throw;
        }

        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Does something for one item; its failure is reported and the next item has its turn.</summary>
    protected void ForItem(object? item, Action action)
    {
        try
        {
            action();
        }
        catch (FaxPlusException exception)
        {
            Fail(exception, item);
        }
    }

    /// <summary>An error of one item; one that every further item would meet as well ends the command.</summary>
    protected internal void Fail(FaxPlusException exception, object? item)
    {
        ErrorRecord record = Record(exception, ref item);
        record.ErrorDetails = Errors.ForView(this, _errors.Show(exception, item, MyInvocation));
        if (_isEnding && ErrorsStop)
        {
            // Only the first error can end the command.
            WriteWarning(exception.Message);
            return;
        }

        if ((exception.IsFatal || ErrorsStop) && !_isEnding)
        {
            _isEnding = true;
            FinishCalls();
            if (exception.IsFatal) ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    /// <summary>An error that ends the command.</summary>
    protected internal void End(FaxPlusException exception, object? item) => ThrowTerminatingError(Record(exception, ref item));

    private ErrorRecord Record(FaxPlusException exception, ref object? item)
    {
        Advice.Complete(exception);
        Explain(exception);
        if (item is string text && ShowsSecret(text)) item = "(not shown: it holds a secret)";
        return Errors.ToRecord(this, exception, item);
    }

    /// <summary>Whether the first error ends the command (-ErrorAction Stop).</summary>
    private bool ErrorsStop => LanguagePrimitives.TryConvertTo(
        MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : GetVariableValue("ErrorActionPreference"), out ActionPreference action) && action == ActionPreference.Stop;

    /// <summary>Before an error ends the command: writes what the calls that are under way still give.</summary>
    private protected virtual void FinishCalls()
    {
    }

    /// <summary>Waits for calls that are under way, which were cancelled before.</summary>
    private protected virtual void EndCalls()
    {
    }

    /// <summary>Adds to an error what only this cmdlet knows of its cause.</summary>
    private protected virtual void Explain(FaxPlusException exception)
    {
    }

    /// <summary>Whether a parameter is for a secret: the line is not shown then, since a mistyped name may stand before one, too.</summary>
    private protected virtual bool TakesSecrets => false;

    /// <summary>Whether a text that an error would keep, such as that of the command, shows a secret.</summary>
    private protected virtual bool ShowsSecret(string text) => text.Contains("alohi_pat_") || text.Contains("whsec_");

    /// <inheritdoc />
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>The last thing that PowerShell calls, and after a downstream stop the only one.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels whatever is under way.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _stop.Cancel();
        EndCalls();
        _stop.Dispose();
    }
}
