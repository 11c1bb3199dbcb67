using System;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Formatting;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// The base class of all cmdlets. It waits for the client's calls on the pipeline thread, cancels them when the command is stopped, and
/// converts errors to PowerShell errors.
/// </summary>
public abstract partial class FaxPlusCmdlet : PSCmdlet, IDisposable
{
    // This field is initialized before BeginProcessing, because PowerShell may call StopProcessing and Dispose first.
    private readonly CancellationTokenSource _stop = new();

    private readonly CallMessages _messages;

    /// <summary>Creates the cmdlet.</summary>
    protected FaxPlusCmdlet()
    {
        RowValues.End();
        _messages = new CallMessages(this);
        _stop.Token.Register(_messages.Wake);
    }

    /// <summary>
    /// The arguments that no other parameter accepts, such as a mistyped name. PowerShell's own error would show the line, including its
    /// secrets. No documented parameter name begins with Ot, so this parameter makes no abbreviation of two or more letters ambiguous.
    /// </summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object?[]? OtherArgument { get; set; }

    /// <summary>Receives the messages of calls and writes them while <see cref="Await{T}"/> waits.</summary>
    protected ICallObserver Observer => _messages;

    /// <summary>Hides the progress bars of single transfers, for a run of many calls.</summary>
    internal void HideTransfers() => _messages.ShowsTransfers = false;

    /// <summary>The token that cancels all calls of this cmdlet.</summary>
    internal CancellationToken CancellationToken => _stop.Token;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        CommandLine.Guard(MyInvocation, AcceptsSecrets, ShowsSecret);
        if (!ChecksAtEnd && CommandLine.Unaccepted(MyInvocation, AcceptsSecrets, OtherArgument) is { } unaccepted)
        {
            CommandLine.Hide(MyInvocation);
            End(unaccepted, null);
        }

        _messages.IsVerbose = Preferences.IsVerbose(this);
        FormatLoader.Load(this);
        if (EmptyArgument.OfFilterOrChange(MyInvocation) is { } empty) End(empty, null);
    }

    /// <summary>
    /// Hides the line from the error records of this command. Call this method when PowerShell binds a secret. Otherwise, PowerShell's own
    /// errors for other parameters, such as missing, ambiguous or repeated parameters, would show the line.
    /// </summary>
    private protected T HideLine<T>(T secret)
    {
        CommandLine.Hide(MyInvocation);
        return secret;
    }

    /// <summary>Waits for a call, and writes its messages on the pipeline thread.</summary>
    /// <remarks>
    /// If writing throws, because a downstream command stops the pipeline or because of -WarningAction Stop, neither StopProcessing nor
    /// EndProcessing runs. Therefore, this method cancels the call and waits for its end, so that no request continues after the end of the
    /// pipeline.
    /// </remarks>
    protected internal T Await<T>(Func<CancellationToken, Task<T>> call)
    {
        CancellationToken stop = _stop.Token;
        return Await(Task.Run(() => call(stop), stop));
    }

    /// <summary>Waits for a task that has already begun and that the token of this cmdlet cancels.</summary>
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
                // The error of the cancelled call is ignored, because the exception that stopped the pipeline is rethrown.
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

    /// <summary>
    /// Writes the messages of calls until a condition is met. The thread that changes the condition calls <see cref="Wake"/>.
    /// </summary>
    internal void WaitUntil(Func<bool> isMet)
    {
        _messages.WriteUntil(() => isMet() || _stop.IsCancellationRequested);
        if (!isMet()) throw new PipelineStoppedException();
    }

    /// <summary>Causes the pipeline thread to check the condition of <see cref="WaitUntil"/>.</summary>
    internal void Wake() => _messages.Wake();

    /// <summary>
    /// Runs an action for one item, and reports its error, so that the next item can be processed. Any other exception, such as that of a
    /// host that cannot ask for a confirmation, ends the command after the results of the calls in flight are written.
    /// </summary>
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
        catch (Exception exception) when (exception is not (PipelineStoppedException or FlowControlException))
        {
            FinishOnce();
            throw;
        }
    }

    /// <summary>The region of a row, or null for an empty cell. An invalid region causes an error for this row only.</summary>
    private protected static string? RegionOfRow(string? cell)
    {
        try
        {
            return cell is null ? null : ClientProvider.Factory.Numbers.ParseRegion(cell);
        }
        catch (FaxPlusException invalid)
        {
            throw new FaxPlusException(invalid) { IsFatal = false };
        }
    }

    internal new bool ShouldProcess(string target, string action)
    {
        bool proceeds = base.ShouldProcess(PrintableText.Of(target), PrintableText.Of(action));
        if (!proceeds && IsWhatIf) PipelineAcknowledgement.Skip();
        return proceeds;
    }

    internal new bool ShouldProcess(string description, string question, string caption) =>
        base.ShouldProcess(PrintableText.Of(description), PrintableText.Of(question), caption);

    internal new bool ShouldProcess(string description, string question, string caption, out ShouldProcessReason reason) =>
        base.ShouldProcess(PrintableText.Of(description), PrintableText.Of(question), caption, out reason);

    internal new bool ShouldContinue(string question, string caption, ref bool yesToAll, ref bool noToAll) =>
        base.ShouldContinue(PrintableText.Of(question), caption, ref yesToAll, ref noToAll);

    /// <summary>Whether the command runs with -WhatIf.</summary>
    private protected bool IsWhatIf => Preferences.IsWhatIf(this);

    /// <summary>Waits for the end of cancelled calls in flight.</summary>
    private protected virtual void EndCalls()
    {
    }

    /// <summary>
    /// Whether a parameter accepts a secret. In this case, errors do not show the line, because a mistyped parameter name may precede a
    /// secret.
    /// </summary>
    private protected virtual bool AcceptsSecrets => false;

    /// <summary>Whether the command itself checks <see cref="OtherArgument"/>.</summary>
    private protected virtual bool ChecksAtEnd => false;

    /// <summary>Whether a text in an error, such as the command text, contains a secret.</summary>
    private protected virtual bool ShowsSecret(string text) =>
        text.Contains("alohi_pat_") || text.Contains("whsec_") || JournalAddress.IsConnectionString(text);

    /// <inheritdoc />
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>
    /// PowerShell calls this method last. After a downstream command has stopped the pipeline, PowerShell calls only this method.
    /// </summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels all calls.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        RowValues.End();
        _stop.Cancel();
        EndCalls();
        _stop.Dispose();
    }
}
