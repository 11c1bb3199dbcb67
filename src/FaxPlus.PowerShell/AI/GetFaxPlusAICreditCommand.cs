using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell;

/// <summary>Gives the credits that are left for Fax AI, and what they were used for.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusAICredit")]
[OutputType(typeof(AICredit))]
public sealed class GetFaxPlusAICreditCommand : SessionCmdlet
{
    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(null, () => WriteObject(Call((client, stop) => client.AI.GetCreditAsync(stop))));
}
