using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell;

/// <summary>Gives what the account has to spend.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusBalance")]
[OutputType(typeof(Balance))]
public sealed class GetFaxPlusBalanceCommand : SessionCmdlet
{
    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(null, () => WriteObject(Call((client, stop) => client.Shop.GetBalanceAsync(stop))));
}
