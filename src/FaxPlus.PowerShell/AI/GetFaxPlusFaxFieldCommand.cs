using System;
using System.Management.Automation;
using FaxPlus.PowerShell.AI;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Gives the values that Fax AI takes from faxes. A fax that it has not read yet is read now, for AI credits; -WhatIf spares
/// them. How the service is asked whether it is ready is an assumption; the vendor documents only how to begin.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusFaxField", SupportsShouldProcess = true)]
[OutputType(typeof(FaxField))]
public sealed class GetFaxPlusFaxFieldCommand : FaxReadingCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetFields, StartFields)];

    private protected override string Doing => "Get the fields, for AI credits unless they were read before";

    private protected override object Read(string faxId, TimeSpan timeout) => Call((client, stop) => client.AI.ReadFieldsAsync(faxId, timeout, UserId, stop));
}
