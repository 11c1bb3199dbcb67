using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Faxes;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Returns the faxes that were received after the checkpoint, oldest first. The checkpoint advances after the pipeline has processed each
/// fax.
/// </summary>
[Cmdlet(
    VerbsCommunications.Receive, "FaxPlusFax", DefaultParameterSetName = BareSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(Fax))]
public sealed class ReceiveFaxPlusFaxCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(ListFaxes),
        When("with -MarkRead", call => call.Has("MarkRead"), GetFax, UpdateFax),
    ];

    private const string BareSet = "NoCheckpoint";
    private const string FileSet = "Checkpoint";
    private const string StateSet = "State";

    private int _left;
    private ReceiveOptions? _options;
    private bool _hasStopped;
    private string _state = "";

    /// <summary>The checkpoint, as a file or an address in Azure Table Storage. The first run creates the checkpoint.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Checkpoint { get; set; }

    /// <summary>For a checkpoint in a table, the secret of the storage account, as a connection string, an account key or a SAS.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [SecureText]
    public SecureString? CheckpointCredential { get; set => field = HideLine(value); }

    /// <summary>
    /// The checkpoint that an earlier run returned in -StateVariable; empty for a first run. Objects from an Automation variable or
    /// ConvertFrom-Json are also accepted.
    /// </summary>
    [Parameter(ParameterSetName = StateSet)]
    [AllowNull]
    [AllowEmptyString]
    public object? State { get; set; }

    /// <summary>The name of a variable that receives the checkpoint after each processed fax, even if the pipeline is stopped.</summary>
    [Parameter(ParameterSetName = StateSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? StateVariable { get; set; }

    /// <summary>The earliest time of the faxes in the first run; the default is now. An existing checkpoint takes precedence.</summary>
    [Parameter]
    [Time]
    public DateTimeOffset? After { get; set; }

    /// <summary>The categories of the faxes: inbox, spam, or both.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(IncomingCategoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Category { get; set; } = ["inbox"];

    /// <summary>The maximum difference between the times of the newest fax and of a fax that appears late in the list.</summary>
    [Parameter]
    [Seconds]
    public TimeSpan LookBack { get; set; } = new ReceiveOptions().LookBack;

    /// <summary>Polls for faxes until the command is stopped, or has returned the number of faxes in -First.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>
    /// The poll interval of -Follow after new faxes, in seconds. Each poll without new faxes increases the interval by half.
    /// </summary>
    [Parameter]
    [ValidateRange(0.01, 86400)]
    public double PollInterval { get; set; } = new ReceiveOptions().PollInterval.TotalSeconds;

    /// <summary>The maximum poll interval of -Follow, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.01, 86400)]
    public double MaxPollInterval { get; set; } = new ReceiveOptions().MaxPollInterval.TotalSeconds;

    /// <summary>Marks each processed fax as read.</summary>
    [Parameter]
    public SwitchParameter MarkRead { get; set; }

    /// <summary>The maximum number of faxes.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>The member whose faxes are used; the default is the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        try
        {
            CheckParameters();
            _state = ReceiveState.Text(this, State);
            using IFaxReceiver receiver = Client.Faxes.Receive(_options = Options());
            StoreState(_state);
            CheckVariable();
            Receive(receiver);
        }
        catch (FaxPlusException exception)
            when (exception is
            {
                StatusCode: 0,
                Kind: FaxPlusErrorKind.BadRequest or FaxPlusErrorKind.Conflict or FaxPlusErrorKind.FileRejected
                    or FaxPlusErrorKind.FileNotFound
            })
        {
            // After an error in the checkpoint or another parameter, continuing would lose or repeat faxes.
            End(exception, Checkpoint);
        }
        catch (FaxPlusException exception)
        {
            Fail(exception, null);
        }
    }

    private void Receive(IFaxReceiver receiver)
    {
        _left = First ?? int.MaxValue;
        while (_left > 0 && Await(receiver.NextAsync) is { Count: > 0 } faxes)
        {
            foreach (Fax fax in faxes)
            {
                WriteFax(receiver, fax);
                if (--_left == 0) break;
            }
        }

        // A first run, or a run without faxes, also stores a checkpoint.
        StoreState(receiver.State);
    }

    private void WriteFax(IFaxReceiver receiver, Fax fax)
    {
        try
        {
            if (!PipelineAcknowledgement.Run(() => WriteObject(fax))) StopAcknowledging();
        }
        catch (PipelineStoppedException) when (PipelineEnd.IsSelected(this))
        {
            // Select-Object -First has processed the fax when it ends the pipeline. After any other end, such as Ctrl+C, throw or break,
            // the cmdlet cannot determine whether the fax was processed.
            Acknowledge(receiver, fax);
            throw;
        }

        Acknowledge(receiver, fax);
    }

    /// <summary>
    /// Stops acknowledging from this fax on, as with -WhatIf, so that the next run returns this fax and the following faxes again.
    /// </summary>
    private void StopAcknowledging()
    {
        if (_options!.Peek) return;
        _options.Peek = _hasStopped = true;
        if (ParameterSetName != BareSet || MarkRead)
        {
            WriteWarning(
                "A later command in the pipeline ran with -WhatIf, so the checkpoint does not advance, " +
                "and the next run returns this fax and the later faxes again.");
        }
    }

    /// <summary>Acknowledges a fax that the pipeline has processed, so that the next run does not return the fax again.</summary>
    private void Acknowledge(IFaxReceiver receiver, Fax fax)
    {
        // A checkpoint in a file is written before AcknowledgeAsync returns the task, even while the command is being stopped.
        Await(AcknowledgeAsync(receiver, fax));
        if (StateVariable is not null) StoreState(receiver.State);
        if (!MarkRead) return;
        try
        {
            Call((_, stop) => receiver.MarkAsync(stop));
        }
        catch (FaxPlusException exception)
        {
            Fail(exception, fax);
        }

        if (StateVariable is not null) StoreState(receiver.State);
    }

    private async Task<bool> AcknowledgeAsync(IFaxReceiver receiver, Fax fax)
    {
        await receiver.AcknowledgeAsync(fax, CancellationToken);
        return true;
    }

    private void StoreState(string state)
    {
        // After a later command ran with -WhatIf, the variable keeps the checkpoint of the last acknowledged fax.
        if (StateVariable is null || _hasStopped) return;
        try
        {
            SessionState.PSVariable.Set(StateVariable, state);
        }
        catch (Exception exception) when (exception is RuntimeException or InvalidCastException)
        {
            throw ReceiveState.NoVariable(StateVariable, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>Checks that the variable keeps its value. Otherwise, the next run would return the same faxes.</summary>
    private void CheckVariable()
    {
        if (StateVariable is null || SessionState.PSVariable.GetValue(StateVariable) as string == _state) return;
        throw ReceiveState.NoVariable(StateVariable, "the variable does not keep its value");
    }

    private ReceiveOptions Options() => new()
    {
        UserId = UserId,
        Category = Category,
        CheckpointFile = Checkpoint is null || IsShared ? null : LocalPaths.Named(this, Checkpoint),
        CheckpointTable = IsShared ? Checkpoint : null,
        CheckpointCredential = SecureTextAttribute.Read(nameof(CheckpointCredential), CheckpointCredential),
        State = ParameterSetName == StateSet ? _state : null,
        After = After,
        LookBack = LookBack,
        Follow = Follow,
        PollInterval = TimeSpan.FromSeconds(PollInterval),
        MaxPollInterval = TimeSpan.FromSeconds(
            MyInvocation.BoundParameters.ContainsKey(nameof(MaxPollInterval)) ? MaxPollInterval : Math.Max(PollInterval, MaxPollInterval)),
        MarkRead = MarkRead,
        Peek = !MayAcknowledge(),
    };

    /// <summary>Whether the checkpoint is in a table.</summary>
    private bool IsShared => Checkpoint is not null && JournalAddress.Is(Checkpoint);

    /// <summary>
    /// Whether the run may advance the checkpoint and mark faxes as read. With -WhatIf, the next run returns the same faxes again.
    /// </summary>
    private bool MayAcknowledge()
    {
        if (ParameterSetName == BareSet && !MarkRead) return true;
        string action = ParameterSetName == BareSet ? "Mark received faxes as read"
            : MarkRead ? "Advance the checkpoint and mark received faxes as read"
            : "Advance the checkpoint";
        // The address may contain a secret, even if it is refused later.
        string target = PrintableText.Of(AddressSecrets.Hide(Checkpoint ?? StateVariable ?? UserId));
        // The cast selects the method of Cmdlet. With -WhatIf, the method of FaxPlusCmdlet would also mark the fax of an enclosing
        // Receive-FaxPlusFax as not processed.
        return ((Cmdlet)this).ShouldProcess(target, action);
    }

    private void CheckParameters()
    {
        if (ParameterSetName == BareSet && After is null && !Follow)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                "Without a checkpoint, receiving starts now and ends immediately, so no fax would be returned.")
            {
                RecommendedAction =
                    "Specify -Checkpoint, or -State and -StateVariable; or wait for faxes with -Follow; or begin earlier with -After.",
            };
        }

        if (StateVariable is not null) ReceiveState.CheckName(StateVariable);
        if (Checkpoint is not null) JournalAddress.Check(Checkpoint);
        if (MyInvocation.BoundParameters.TryGetValue("OutBuffer", out object? buffer) && buffer is > 0)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest, "With -OutBuffer, the command cannot determine when the next command has processed a fax.")
            {
                RecommendedAction = "Omit -OutBuffer.",
            };
        }
    }
}
