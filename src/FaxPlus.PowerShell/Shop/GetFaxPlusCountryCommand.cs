using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;

namespace FaxPlus.PowerShell;

/// <summary>Lists the countries of the shop, those without numbers too.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusCountry")]
[OutputType(typeof(Country))]
public sealed class GetFaxPlusCountryCommand : SessionCmdlet
{
    /// <inheritdoc />
    protected override void ProcessRecord() =>
        ForItem(null, () => WriteObject(Call((client, stop) => client.Shop.ListCountriesAsync(stop)), enumerateCollection: true));
}
