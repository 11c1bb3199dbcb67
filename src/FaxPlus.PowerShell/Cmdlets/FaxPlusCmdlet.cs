using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Formatting;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// The base class of all cmdlets: waits for the client on the pipeline thread, stops at once, and writes errors as PowerShell users expect
/// them.
/// </summary>
public abstract class FaxPlusCmdlet : PSCmdlet, IDisposable
{
    // Created here and not in BeginProcessing, because StopProcessing and Dispose may be called before it.
    private readonly CancellationTokenSource _stop = new();

    private readonly CallMessages _messages;
    private readonly RepeatedErrors _errors = new();
    private bool _isEnding;

    /// <summary>Creates the cmdlet.</summary>
    protected FaxPlusCmdlet()
    {
        _messages = new CallMessages(this);
        _stop.Token.Register(_messages.Wake);
    }

    /// <summary>
    /// The arguments that no other parameter accepts, such as a mistyped name. PowerShell's own error would show the line, and a secret in
    /// it. No prefix of this name abbreviates another parameter.
    /// </summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object?[]? OtherArgument { get; set; }

    /// <summary>Receives the messages of calls and writes them while <see cref="Await{T}"/> waits.</summary>
    protected ICallObserver Observer => _messages;

    /// <summary>Hides the progress bars of single transfers, for a run of many calls.</summary>
    internal void HideTransfers() => _messages.ShowsTransfers = false;

    /// <summary>Cancels every call of this cmdlet.</summary>
    internal CancellationToken CancellationToken => _stop.Token;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        CommandLine.Guard(MyInvocation, TakesSecrets, ShowsSecret);
        if (!ChecksAtEnd && CommandLine.Unaccepted(MyInvocation, TakesSecrets, OtherArgument) is { } unaccepted)
        {
            CommandLine.Hide(MyInvocation);
            End(unaccepted, null);
        }

        _messages.IsVerbose = IsOn("Verbose") ?? (IsOn("Debug") == true || IsShown("VerbosePreference"));
        FormatLoader.Load(this);
        if (EmptyArgument.OfFilter(MyInvocation) is { } empty) End(empty, null);
    }

    /// <summary>
    /// Hides the line from the error records of this command. Called as soon as PowerShell binds a secret, so that its own errors of the
    /// other parameters do not show the line either: a missing or an ambiguous one, one that was given twice.
    /// </summary>
    private protected T HideLine<T>(T secret)
    {
        CommandLine.Hide(MyInvocation);
        return secret;
    }

    /// <summary>Waits for a call, and writes its messages on the pipeline thread.</summary>
    /// <remarks>
    /// If writing throws (a downstream stop, -WarningAction Stop), neither StopProcessing nor EndProcessing runs. So the call is cancelled
    /// and awaited here, and no request outlives the pipeline.
    /// </remarks>
    protected internal T Await<T>(Func<CancellationToken, Task<T>> call)
    {
        CancellationToken stop = _stop.Token;
        return Await(Task.Run(() => call(stop), stop));
    }

    /// <summary>Waits for a task that has begun already and is cancelled by the token of <see cref="Stop"/>.</summary>
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
                // The exception that stopped the pipeline is the one to report.
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

    /// <summary>Writes the messages of calls until a condition is met. The thread that meets it calls <see cref="Wake"/>.</summary>
    internal void WaitUntil(Func<bool> isMet)
    {
        _messages.WriteUntil(() => isMet() || _stop.IsCancellationRequested);
        if (!isMet()) throw new PipelineStoppedException();
    }

    /// <summary>Has the pipeline thread check the condition of <see cref="WaitUntil"/>.</summary>
    internal void Wake() => _messages.Wake();

    /// <summary>Runs an action for one item; an error is reported, and the next item follows.</summary>
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

    /// <summary>The region of a row, or null if its cell is empty. An invalid one is an error of this row only.</summary>
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

    /// <summary>Reports the error of one item; an error that all further items would cause as well ends the command.</summary>
    protected internal void Fail(FaxPlusException exception, object? item)
    {
        exception = Explain(Advice.Complete(exception));
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

    /// <summary>Reports an error and ends the command.</summary>
    protected internal void End(FaxPlusException exception, object? item) =>
        ThrowTerminatingError(Record(Explain(Advice.Complete(exception)), ref item));

    private ErrorRecord Record(FaxPlusException exception, ref object? item)
    {
        if (item is string name) item = PrintableText.Of(name);
        if (item is string text && ShowsSecret(text)) item = "(not shown: it contains a secret)";
        return Errors.ToRecord(this, exception, item);
    }

    // Names and other texts of the service may contain control characters. These members hide those of Cmdlet on purpose, under the names
    // that every cmdlet author uses, so that no cmdlet can write such a text by mistake.
    internal new void WriteWarning(string text) => base.WriteWarning(PrintableText.Of(text));

    internal new void WriteVerbose(string text) => base.WriteVerbose(PrintableText.Of(text));

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
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? asked)
            ? LanguagePrimitives.IsTrue(asked)
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Whether the first error ends the command (-ErrorAction Stop).</summary>
    private bool ErrorsStop =>
        LanguagePrimitives.TryConvertTo(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : GetVariableValue("ErrorActionPreference"),
            out ActionPreference action)
        && action == ActionPreference.Stop;

    /// <summary>Whether a switch was given, and its value.</summary>
    private bool? IsOn(string name) =>
        MyInvocation.BoundParameters.TryGetValue(name, out object? given) ? LanguagePrimitives.IsTrue(given) : null;

    private bool IsShown(string preference) =>
        !LanguagePrimitives.TryConvertTo(GetVariableValue(preference), out ActionPreference action)
        || action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Writes the results of the calls in flight before an error ends the command.</summary>
    private protected virtual void FinishCalls()
    {
    }

    /// <summary>Waits for calls in flight, which were cancelled before.</summary>
    private protected virtual void EndCalls()
    {
    }

    /// <summary>Adds information to an error that only this cmdlet has.</summary>
    private protected virtual FaxPlusException Explain(FaxPlusException exception) => exception;

    /// <summary>
    /// Whether a parameter accepts a secret. Then the line is not shown, since a mistyped parameter name may precede a secret too.
    /// </summary>
    private protected virtual bool TakesSecrets => false;

    /// <summary>Whether the command itself checks <see cref="OtherArgument"/>.</summary>
    private protected virtual bool ChecksAtEnd => false;

    /// <summary>Whether a text that an error would contain, such as that of the command, shows a secret.</summary>
    private protected virtual bool ShowsSecret(string text) =>
        text.Contains("alohi_pat_") || text.Contains("whsec_") || JournalAddress.IsConnectionString(text);

    /// <inheritdoc />
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>The last method that PowerShell calls, and after a downstream stop the only one.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels all calls.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _stop.Cancel();
        EndCalls();
        _stop.Dispose();
    }
}
