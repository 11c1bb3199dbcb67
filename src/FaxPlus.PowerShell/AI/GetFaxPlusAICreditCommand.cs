using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Returns the remaining credits for Fax AI, and their use.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusAICredit")]
[OutputType(typeof(AICredit))]
public sealed class GetFaxPlusAICreditCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetAICredit)];

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(null, () => WriteObject(Call((client, stop) => client.AI.GetCreditAsync(stop))));
}
