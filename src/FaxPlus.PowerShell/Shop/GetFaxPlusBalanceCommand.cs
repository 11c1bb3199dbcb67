using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Returns the balance of the account.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusBalance")]
[OutputType(typeof(Balance))]
public sealed class GetFaxPlusBalanceCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetBalance)];

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(null, () => WriteObject(Call((client, stop) => client.Shop.GetBalanceAsync(stop))));
}
