using System;
using System.Management.Automation;
using FaxPlus.PowerShell.AI;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Returns the values that Fax AI extracts from faxes. The first extraction from a fax costs AI credits; -WhatIf avoids this cost. The
/// vendor documents only the request that starts the extraction; the request for the result is an assumption.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusFaxField", SupportsShouldProcess = true)]
[OutputType(typeof(FaxField))]
public sealed class GetFaxPlusFaxFieldCommand : FaxReadingCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetFields, StartFields)];

    private protected override string Doing => "Get the fields, which costs AI credits unless they were extracted before";

    private protected override object Read(string faxId, TimeSpan timeout) =>
        Call((client, stop) => client.AI.ReadFieldsAsync(faxId, timeout, UserId, stop));
}
