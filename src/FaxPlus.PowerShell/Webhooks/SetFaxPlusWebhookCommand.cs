using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.CallSite;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Webhooks;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Brings webhooks to the desired state. The cmdlet collects the complete pipeline input, compares the input with the existing webhooks,
/// creates missing webhooks and, with -Prune or -Force, then deletes surplus webhooks. The cmdlet can be stopped at any point and run
/// again.
/// </summary>
/// <remarks>
/// The service returns a webhook's address and event, but not its numbers. Therefore, an existing webhook with the desired address and
/// event is kept, regardless of its numbers. With -Number, a warning reports that the numbers are unknown. With -Force, the cmdlet does not
/// keep the webhook: it creates a new webhook, and then deletes all old webhooks with the same address and event. Without -Force, only
/// -Prune deletes duplicates.
/// </remarks>
[Cmdlet(VerbsCommon.Set, "FaxPlusWebhook", SupportsShouldProcess = true)]
[OutputType(typeof(Webhook))]
public sealed class SetFaxPlusWebhookCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(ListHooks, CreateHook),
        When("with -Prune or -Force", call => call.Has("Prune") | call.Has("Force"), DeleteHook),
    ];

    private readonly List<DesiredWebhook> _wanted = [];
    private readonly HashSet<string> _notCreated = new(StringComparer.Ordinal);
    private InputFailure? _failure;
    private RowColumns? _columns;
    private bool _isIncomplete;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The addresses that the service calls.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Texts]
    public string[] Target { get; set; } = [];

    /// <summary>
    /// The events: fax_sent, fax_received, fax_page_received, or another event of the service. One string may contain several events,
    /// separated by commas or semicolons.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WebhookEventCompleter))]
    [Texts]
    public string[] Event { get; set; } = [];

    /// <summary>
    /// The account numbers to which the webhook applies; the default is all numbers. One string may contain several numbers, separated by
    /// commas or semicolons.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Numbers")]
    [ArgumentCompleter(typeof(NumberCompleter))]
    [Texts(SkipsBlanks = true, AreNumbers = true)]
    public string[] Number { get; set; } = [];

    /// <summary>
    /// A row with the properties Target, Event and, for specific numbers only, Number. The row is an object, such as a line of a CSV file,
    /// or a hashtable, such as in a .psd1 file.
    /// </summary>
    // The parameter accepts any object. If PowerShell itself refused a row, the cmdlet could delete the webhook of that row.
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject
    {
        get;
        set => Rows.Begin(field = value);
    }

    private RowValues Rows => field ??= new RowValues(this);

    /// <summary>Deletes other webhooks of the specified events, and duplicates, with a confirmation for each webhook.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>
    /// Replaces existing webhooks with new webhooks, because the service does not return the numbers of existing webhooks.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Passes numbers to the service unchanged, without a check.</summary>
    [Parameter]
    public SwitchParameter SkipNumberCheck { get; set; }

    /// <summary>Returns the desired webhooks in their new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // With an empty -Number, the webhook would apply to all numbers.
        if (EmptyArgument.Of(MyInvocation, [nameof(Number)]) is { } empty) End(empty, null);
        _failure = new InputFailure(this);
        _columns = new WebhookColumns(this);
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        RowValues.End();
        // Without this call, all rows would be applied to the new account if the sign-in changed within the pipeline.
        SelectSession();
        var row = InputObject?.BaseObject as IDictionary;
        string target = string.Join(", ", Target.Select(AddressSecrets.HideAll));
        try
        {
            Rows.Check();
            _columns!.Check(InputObject);
            _wanted.AddRange(
                row is null ? WebhookRow.Combine(Target, Event, Number, Read) : WebhookRow.Read(row, Target, Event, Number, Read));
        }
        catch (FaxPlusException exception)
        {
            _isIncomplete = true;
            Fail(exception, row ?? (target.Length > 0 ? target : (object?)InputObject));
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        // If a row, or an earlier command of the pipeline, failed, the input is incomplete, and webhooks that are missing in the input must
        // not be deleted.
        string? failure = _failure!.Reason;
        bool isIncomplete = _isIncomplete || failure is not null;
        if (Prune || Force)
        {
            string done = Prune ? "pruned" : "replaced";
            string reason = failure is null ? "" : $" ({failure.TrimEnd('.')})";
            if (isIncomplete)
            {
                WriteWarning(
                    $"No webhook is {done}, because the input is incomplete{reason}. Correct the errors, and run the command again. "
                    + "If an error of another command does not affect the input, use -ErrorAction Ignore for that command, "
                    + "but not for Set-FaxPlusWebhook.");
            }
            else if (_wanted.Count == 0)
            {
                WriteWarning(
                    $"No webhook is {done}, because the input is empty. To delete all webhooks of an event, use Remove-FaxPlusWebhook.");
            }
        }

        if (_wanted.Count == 0) return;
        WebhookPlan? plan = null;
        var options = new WebhookPlanOptions { Prune = Prune && !isIncomplete, Replace = Force && !isIncomplete };
        ForItem(null, () => plan = Call((client, stop) => client.Webhooks.PlanAsync(_wanted, options, stop)));
        if (plan is null) return;

        foreach (string warning in plan.Warnings) WriteWarning($"{warning} -Force creates a new webhook and deletes the old webhook.");
        foreach (Webhook hook in plan.Keep) WriteVerbose($"Already correct: {hook} ({hook.Id}).");
        if (PassThru) WriteObject(plan.Keep, enumerateCollection: true);
        foreach (PlannedWebhook planned in plan.Create) Create(planned);
        foreach (SurplusWebhook surplus in plan.Delete) Delete(surplus);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) _failure?.End();
        base.Dispose(disposing);
    }

    private string Read(string number) => SkipNumberCheck ? number : ReadSender(number);

    private void Create(PlannedWebhook planned)
    {
        DesiredWebhook wanted = planned.Wanted;
        string what = wanted.Numbers.Count > 0 ? $"{wanted} for {string.Join(", ", wanted.Numbers)}" : wanted.ToString();
        if (!ShouldProcess(Done("Create", what), Question("Create", what), "Confirm", out ShouldProcessReason reason))
        {
            if (reason != ShouldProcessReason.WhatIf) _notCreated.Add(wanted.Event);
            return;
        }

        bool isCreated = false;
        ForItem(wanted.ToString(), () =>
        {
            Webhook created = Call((client, stop) => client.Webhooks.CreateAsync(planned, stop));
            isCreated = true;
            if (PassThru) WriteObject(created);
        });
        if (!isCreated) _notCreated.Add(wanted.Event);
    }

    private void Delete(SurplusWebhook surplus)
    {
        Webhook hook = surplus.Webhook;
        if (_notCreated.Contains(hook.Event!))
        {
            WriteWarning(
                $"The webhook for {hook} ({hook.Id}) is kept, because not all specified webhooks of this event were created. " +
                "Run the command again.");
            return;
        }

        string what = $"{hook} ({hook.Id}), because {Reason(surplus.Reason)}";
        if (!ShouldProcess(Done("Delete", what), Question("Delete", what), "Confirm")) return;
        if (surplus.Reason != WebhookSurplus.Replaced
            && NeedsConfirmation
            && !ShouldContinue(Question("Delete", what), "Confirm", ref _yesToAll, ref _noToAll))
        {
            return;
        }
        ForItem(hook, () =>
        {
            try
            {
                Call((client, stop) => client.Webhooks.DeleteAsync(hook.Id!, stop));
            }
            catch (FaxPlusException exception) when (exception.Kind == FaxPlusErrorKind.NotFound)
            {
                WriteVerbose($"Already deleted: {hook} ({hook.Id}).");
            }
        });
    }

    /// <summary>
    /// Deleting with -Prune has a high impact, but creating and replacing webhooks does not. A cmdlet has only one ConfirmImpact, so this
    /// cmdlet itself asks for the confirmations that ShouldProcess omits.
    /// </summary>
    private bool NeedsConfirmation =>
        !MyInvocation.BoundParameters.ContainsKey("Confirm")
        && LanguagePrimitives.TryConvertTo(SessionState.PSVariable.GetValue("ConfirmPreference"), out ConfirmImpact preference)
        && preference == ConfirmImpact.High;

    private static string Done(string verb, string what) => $"{verb} the webhook for {what}.";

    private static string Question(string verb, string what) => $"{verb} the webhook for {what}?";

    private static string Reason(WebhookSurplus reason) => reason switch
    {
        WebhookSurplus.Replaced => "the new webhook replaces it",
        WebhookSurplus.Duplicate => "it is a duplicate",
        _ => "the input does not contain it",
    };
}
