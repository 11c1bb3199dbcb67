using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Lists the custom fields that Fax AI extracts. The vendor does not document the structure of the response, so the cmdlet assumes one.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusAICustomField")]
[OutputType(typeof(AICustomField))]
public sealed class GetFaxPlusAICustomFieldCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListCustomFields)];

    /// <summary>The names of the fields to return; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        WildcardPattern[] patterns = [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        ForItem(null, () => WriteObject(
            Call((client, stop) => client.AI.ListCustomFieldsAsync(stop))
                .Where(field => patterns.Any(pattern => pattern.IsMatch(field.Name ?? ""))),
            enumerateCollection: true));
    }
}
