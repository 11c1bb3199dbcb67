using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Lists the areas of countries in which the shop has numbers.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusArea")]
[OutputType(typeof(Area))]
public sealed class GetFaxPlusAreaCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListAreas)];

    /// <summary>Two-letter country codes, such as CH.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Iso")]
    [FromProperty("Country", "Iso")]
    [ValidateNotNullOrEmpty]
    public string[] Country { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string country in Country)
        {
            ForItem(country, () => WriteObject(
                Call((client, stop) => client.Shop.ListAreasAsync(country, stop)),
                enumerateCollection: true));
        }
    }
}
