using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Creates a custom field that Fax AI extracts from faxes. The vendor documents no scope for this operation.</summary>
[Cmdlet(VerbsCommon.New, "FaxPlusAICustomField", SupportsShouldProcess = true)]
[OutputType(typeof(AICustomField))]
public sealed class NewFaxPlusAICustomFieldCommand : RowCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(CreateCustomField)];

    /// <summary>The field's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Text]
    public string Name { get; set; } = "";

    /// <summary>The instructions for the extraction, as plain text.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Text]
    public string Instructions { get; set; } = "";

    /// <summary>Whether the field is extracted; the default is $true.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TrueOrFalse(blank: true)]
    public bool Enabled { get; set; } = true;

    private protected override void ProcessItem()
    {
        if (!ShouldProcess($"custom field {Name}", "Create")) return;
        ForItem(Name, () => WriteObject(Call((client, stop) => client.AI.AddCustomFieldAsync(Name, Instructions, Enabled, stop))));
    }
}
