using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>A cmdlet that makes an independent call for each pipeline item, with several concurrent calls.</summary>
public abstract class BulkCmdlet : RowCmdlet
{
    private CallsInFlight<object?>? _calls;

    /// <summary>The maximum number of concurrent requests.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>The activity in the progress bar, such as "Deleting faxes".</summary>
    private protected abstract string Activity { get; }

    /// <summary>The word for a successful item in the progress bar, such as "deleted".</summary>
    private protected abstract string Done { get; }

    /// <summary>The number of items; 0 if unknown.</summary>
    private protected virtual long Expected => 0;

    /// <summary>Begins the call for an item, and waits while the maximum number of calls is in flight.</summary>
    /// <param name="item">The item, which is the target object of an error.</param>
    /// <param name="call">
    /// The call, which must not use parameters that a row binds, because the next row may have changed their values.
    /// </param>
    private protected void Start(string item, Func<IFaxPlusClient, CancellationToken, Task<object?>> call) => ForItem(item, () =>
    {
        IFaxPlusClient client = Client;
        _calls ??= new CallsInFlight<object?>(this, ThrottleLimit, new BulkProgress(this, Activity, Done, Expected), WriteResult);
        _calls.Start(item, stop => call(client, stop));
    });

    /// <summary>Writes the result of a call.</summary>
    private protected virtual void WriteResult(object? result)
    {
        if (result is not null) WriteObject(result);
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        ForItem(null, FinishCalls);
        base.EndProcessing();
    }

    private protected override void FinishCalls() => _calls?.Finish();

    private protected override void EndCalls() => _calls?.WaitForCancelled();
}
