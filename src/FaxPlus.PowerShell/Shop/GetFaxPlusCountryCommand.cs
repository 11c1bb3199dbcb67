using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Lists the countries of the shop, including countries without numbers.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusCountry")]
[OutputType(typeof(Country))]
public sealed class GetFaxPlusCountryCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListCountries)];

    /// <inheritdoc />
    protected override void ProcessRecord() =>
        ForItem(null, () => WriteObject(Call((client, stop) => client.Shop.ListCountriesAsync(stop)), enumerateCollection: true));
}
