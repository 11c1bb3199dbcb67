using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Finds numbers for sale. The shop returns only some of the available numbers.</summary>
[Cmdlet(VerbsCommon.Find, "FaxPlusNumber")]
[OutputType(typeof(NumberOffer))]
public sealed class FindFaxPlusNumberCommand : RowCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(FindNumbers)];

    /// <summary>The two-letter country code, such as CH.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string Country { get; set; } = "";

    /// <summary>The area's calling code, from Get-FaxPlusArea.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Texts]
    public string[] CallingCode { get; set; } = [];

    /// <summary>Digits that the number must contain. A number with chosen digits may cost more.</summary>
    [Parameter]
    [ValidatePattern("^[0-9]+$")]
    public string? Contains { get; set; }

    private protected override void ProcessItem()
    {
        foreach (string code in CallingCode)
        {
            ForItem(code, () => WriteObject(
                Call((client, stop) => client.Shop.FindNumbersAsync(Country, code, Contains, stop)),
                enumerateCollection: true));
        }
    }
}
