using System;
using System.Management.Automation;
using FaxPlus.PowerShell.AI;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Gives the text of faxes. A fax that Fax AI has not read yet is read now, for AI credits; -WhatIf spares them. How the
/// service is asked whether it is ready is an assumption; the vendor documents only how to begin.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusFaxText", SupportsShouldProcess = true)]
[OutputType(typeof(FaxText))]
public sealed class GetFaxPlusFaxTextCommand : FaxReadingCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetText, StartText)];

    private protected override string Doing => "Get the text, for AI credits unless it was read before";

    private protected override object Read(string faxId, TimeSpan timeout) => Call((client, stop) => client.AI.ReadTextAsync(faxId, timeout, UserId, stop));
}
