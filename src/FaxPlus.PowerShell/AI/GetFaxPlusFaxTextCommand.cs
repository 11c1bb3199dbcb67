using System;
using System.Management.Automation;
using FaxPlus.PowerShell.AI;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Returns the text of faxes. The first text recognition of a fax costs AI credits; -WhatIf avoids this cost. The vendor documents only the
/// request that starts the recognition; the request for the result is an assumption.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusFaxText", SupportsShouldProcess = true)]
[OutputType(typeof(FaxText))]
public sealed class GetFaxPlusFaxTextCommand : FaxReadingCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetText, StartText)];

    private protected override string Doing => "Get the text, which costs AI credits unless it was extracted before";

    private protected override object Read(string faxId, TimeSpan timeout) =>
        Call((client, stop) => client.AI.ReadTextAsync(faxId, timeout, UserId, stop));
}
