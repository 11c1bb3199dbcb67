using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Buys the numbers that Find-FaxPlusNumber has found. A purchase costs money. The cmdlet prompts for confirmation and never retries a
/// purchase; a lost response causes the error FaxPlus.InDoubt. The vendor documents only the number in the response.
/// </summary>
[Cmdlet(VerbsCommon.New, "FaxPlusNumber", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FaxNumber))]
public sealed class NewFaxPlusNumberCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(BuyNumber)];

    /// <summary>Offers from Find-FaxPlusNumber.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public NumberOffer[] Offer { get; set; } = [];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (NumberOffer offer in Offer)
        {
            if (!ShouldProcess(offer.Describe(), "Buy the number")) continue;
            ForItem(offer, () => WriteObject(Call((client, stop) => client.Shop.BuyNumberAsync(offer, stop))));
        }
    }
}
