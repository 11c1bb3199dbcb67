using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Changes the specified properties of a custom field that Fax AI extracts. The vendor documents no scope for this operation.
/// </summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusAICustomField", SupportsShouldProcess = true)]
[OutputType(typeof(AICustomField))]
public sealed class SetFaxPlusAICustomFieldCommand : RowCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(UpdateCustomField),
        When("with -PassThru", call => call.Has("PassThru"), ListCustomFields),
    ];

    /// <summary>The field's id, from Get-FaxPlusAICustomField.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FromProperty(
        "Id",
        Hint = "Specify the id of a field, or the output of Get-FaxPlusAICustomField.",
        Owners = [typeof(AICustomField)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Name { get; set; }

    /// <summary>The instructions for the extraction, as plain text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Instructions { get; set; }

    /// <summary>Whether the field is extracted.</summary>
    [Parameter]
    public bool? Enabled { get; set; }

    /// <summary>Returns the field in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Name is not null || Instructions is not null || Enabled is not null) return;
        End(
            new FaxPlusException(FaxPlusErrorKind.BadRequest, "No change is specified.")
            {
                RecommendedAction = "Specify -Name, -Instructions or -Enabled.",
            },
            null);
    }

    private protected override void ProcessItem()
    {
        foreach (string id in Id)
        {
            if (!ShouldProcess($"custom field {id}", "Change " + What())) continue;
            ForItem(id, () =>
            {
                Call((client, stop) => client.AI.UpdateCustomFieldAsync(id, Name, Instructions, Enabled, stop));
                if (PassThru)
                {
                    WriteObject(
                        Call((client, stop) => client.AI.ListCustomFieldsAsync(stop)).Where(field => field.Id == id),
                        enumerateCollection: true);
                }
            });
        }
    }

    private string What() => string.Join(", ", new[]
    {
        Name is null ? null : "name",
        Instructions is null ? null : "instructions",
        Enabled is null ? null : Enabled == true ? "to enabled" : "to disabled",
    }.Where(part => part is not null));
}
