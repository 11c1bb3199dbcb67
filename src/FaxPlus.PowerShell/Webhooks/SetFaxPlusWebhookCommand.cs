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
/// Sees to it that webhooks are there: the whole pipeline is collected and compared with what the service has, then all that is
/// missing is made, then what is to go is deleted. It can be run again, and stopped at any point and run again.
/// </summary>
/// <remarks>
/// The service tells a webhook's address and event and not its numbers. So one with the right address and event counts
/// as right, whatever numbers it was made for; with -Number a warning says that they could not be seen, and -Force makes a new one
/// and then deletes the old one. Two webhooks with the same address and event are reduced to one with -Prune only.
/// </remarks>
[Cmdlet(VerbsCommon.Set, "FaxPlusWebhook", SupportsShouldProcess = true)]
[OutputType(typeof(Webhook))]
public sealed class SetFaxPlusWebhookCommand : SessionCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(ListHooks, CreateHook),
        When("with -Prune or -Force", call => call.Has("Prune") | call.Has("Force"), DeleteHook),
    ];

    private readonly List<DesiredWebhook> _wanted = [];
    private readonly HashSet<string> _unmade = new(StringComparer.Ordinal);
    private InputFailure? _failure;
    private bool _isPartly;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The address that is to be told.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Texts]
    public string[] Target { get; set; } = [];

    /// <summary>
    /// fax_sent, fax_received, fax_page_received, or another event of the service; in one text, several are parted by commas or semicolons.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(WebhookEventCompleter))]
    [Texts]
    public string[] Event { get; set; } = [];

    /// <summary>
    /// The numbers of the account that the webhook is for; without it, all of them. In one text, several are parted by commas or
    /// semicolons.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Numbers")]
    [ArgumentCompleter(typeof(NumberCompleter))]
    [Texts(SkipsBlanks = true, AreNumbers = true)]
    public string[] Number { get; set; } = [];

    /// <summary>
    /// A row: an object with the properties Target, Event and, where it is for some numbers only, Number, as a line of a CSV file gives it;
    /// or a hashtable with these keys, as a .psd1 file does.
    /// </summary>
    // Any object binds: of a row that PowerShell itself refused, nothing would be known when it comes to deleting.
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// Deletes, of the events that are asked for, the webhooks that are not asked for, and duplicates. It asks before each.
    /// </summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>Replaces webhooks that are there by new ones, since their numbers cannot be seen.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives out the webhooks that were asked for, as they are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _failure = new InputFailure(this);
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        // Rows of two accounts in one pipeline would all go to the second.
        HoldSession();
        var row = InputObject?.BaseObject as IDictionary;
        string target = string.Join(", ", Target);
        try
        {
            _wanted.AddRange(row is null ? WebhookRow.Combine(Target, Event, Number) : WebhookRow.Read(row, Target, Event, Number));
        }
        catch (FaxPlusException exception)
        {
            _isPartly = true;
            Fail(exception, row ?? (target.Length > 0 ? target : (object?)InputObject));
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        // What came is not all that was meant, where a row, or a command before this one, failed: what is missing in it must not be
        // deleted.
        string? failure = _failure!.Reason;
        bool isPartly = _isPartly || failure is not null;
        if (Prune || Force)
        {
            string done = Prune ? "pruned" : "replaced";
            string reason = failure is null ? "" : $" ({failure.TrimEnd('.')})";
            if (isPartly) WriteWarning($"Nothing is {done}: not all of what was asked for could be read{reason}. Correct the errors, and run the command again.");
            else if (_wanted.Count == 0) WriteWarning($"Nothing is {done}: nothing was asked for. To delete all webhooks of an event, use Remove-FaxPlusWebhook.");
        }

        if (_wanted.Count == 0) return;
        WebhookPlan? plan = null;
        var options = new WebhookPlanOptions { Prune = Prune && !isPartly, Replace = Force && !isPartly };
        ForItem(null, () => plan = Call((client, stop) => client.Webhooks.PlanAsync(_wanted, options, stop)));
        if (plan is null) return;

        foreach (string warning in plan.Warnings) WriteWarning($"{warning} -Force makes a new one and deletes the old one.");
        foreach (Webhook hook in plan.Keep) WriteVerbose($"Right already: {hook} ({hook.Id}).");
        if (PassThru) WriteObject(plan.Keep, enumerateCollection: true);
        foreach (PlannedWebhook planned in plan.Create) Create(planned);
        foreach (SurplusWebhook surplus in plan.Delete) Delete(surplus);
    }

    private void Create(PlannedWebhook planned)
    {
        DesiredWebhook wanted = planned.Wanted;
        string what = wanted.Numbers.Count > 0 ? $"{wanted} for {string.Join(", ", wanted.Numbers)}" : wanted.ToString();
        if (!ShouldProcess(Done("Create", what), Question("Create", what), "Confirm", out ShouldProcessReason reason))
        {
            if (reason != ShouldProcessReason.WhatIf) _unmade.Add(wanted.Event);
            return;
        }

        bool isMade = false;
        ForItem(wanted.Target, () =>
        {
            Webhook made = Call((client, stop) => client.Webhooks.CreateAsync(planned, stop));
            isMade = true;
            if (PassThru) WriteObject(made);
        });
        if (!isMade) _unmade.Add(wanted.Event);
    }

    private void Delete(SurplusWebhook surplus)
    {
        Webhook hook = surplus.Webhook;
        if (_unmade.Contains(hook.Event!))
        {
            WriteWarning($"The webhook for {hook} ({hook.Id}) stays: not all that was asked for of this event could be made. Run the command again.");
            return;
        }

        string what = $"{hook} ({hook.Id}), {Reason(surplus.Reason)}";
        if (!ShouldProcess(Done("Delete", what), Question("Delete", what), "Confirm")) return;
        if (surplus.Reason != WebhookSurplus.Replaced && IsToAsk && !ShouldContinue(Question("Delete", what), "Confirm", ref _yesToAll, ref _noToAll)) return;
        ForItem(hook, () =>
        {
            try
            {
                Call((client, stop) => client.Webhooks.DeleteAsync(hook.Id!, stop));
            }
            catch (FaxPlusException exception) when (exception.Kind == FaxPlusErrorKind.NotFound)
            {
                WriteVerbose($"Gone already: {hook} ({hook.Id}).");
            }
        });
    }

    /// <summary>
    /// What -Prune deletes is asked about as of high impact, what is made and replaced is not: one cmdlet has one impact, so what
    /// ShouldProcess has not asked is asked here.
    /// </summary>
    private bool IsToAsk =>
        !MyInvocation.BoundParameters.ContainsKey("Confirm")
        && LanguagePrimitives.TryConvertTo(SessionState.PSVariable.GetValue("ConfirmPreference"), out ConfirmImpact preference)
        && preference == ConfirmImpact.High;

    private static string Done(string verb, string what) => $"{verb} the webhook for {what}.";

    private static string Question(string verb, string what) => $"{verb} the webhook for {what}?";

    private static string Reason(WebhookSurplus reason) => reason switch
    {
        WebhookSurplus.Replaced => "replaced by the new one",
        WebhookSurplus.Duplicate => "a duplicate",
        _ => "not asked for",
    };
}
