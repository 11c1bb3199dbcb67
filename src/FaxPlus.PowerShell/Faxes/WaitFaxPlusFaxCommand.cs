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

/// <summary>Waits until faxes have been sent or have failed, and returns their records as they finish.</summary>
[Cmdlet(VerbsLifecycle.Wait, "FaxPlusFax")]
[OutputType(typeof(Fax))]
public sealed class WaitFaxPlusFaxCommand : FollowingCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListOutbox, ListFaxes, GetFax)];

    private readonly List<object> _faxes = [];

    /// <summary>Objects from Send-FaxPlusFax, Get-FaxPlusOutbox or Get-FaxPlusFax, or ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("FaxId", "OutboxId", "Fax")]
    [ArgumentCompleter(typeof(AnyFaxCompleter))]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The maximum number of seconds to wait.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int Timeout { get; set; } = Following.DefaultTimeout;

    /// <summary>The member whose faxes are used, for plain ids; the default is the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        // The faxes are collected first, so that the client tracks all of them concurrently.
        foreach (PSObject item in InputObject) ForItem(item, () => _faxes.Add(Following.Recognize(item)));
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (_faxes.Count > 0) ForItem(null, () => Follow(_faxes, UserId, TimeSpan.FromSeconds(Timeout)));
    }
}
