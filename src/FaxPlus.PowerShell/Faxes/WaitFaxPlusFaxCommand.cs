using System;
using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Faxes;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Waits until faxes were sent, or have failed, and gives out their records as they come to their end.</summary>
[Cmdlet(VerbsLifecycle.Wait, "FaxPlusFax")]
[OutputType(typeof(Fax))]
public sealed class WaitFaxPlusFaxCommand : FollowingCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListOutbox, ListFaxes, GetFax)];

    private readonly List<object> _faxes = [];

    /// <summary>What Send-FaxPlusFax, Get-FaxPlusOutbox or Get-FaxPlusFax gave out, or ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("FaxId", "OutboxId", "Fax")]
    [ArgumentCompleter(typeof(AnyFaxCompleter))]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>How many seconds to wait at the most.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int Timeout { get; set; } = Following.DefaultTimeout;

    /// <summary>The member whose faxes they are, where only ids are given; without it, the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        // Collected, so that all are followed together: one by one, each would wait for the one before it.
        foreach (PSObject item in InputObject) ForItem(item, () => _faxes.Add(Following.Recognize(item)));
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (_faxes.Count > 0) ForItem(null, () => Follow(_faxes, UserId, TimeSpan.FromSeconds(Timeout)));
    }
}
