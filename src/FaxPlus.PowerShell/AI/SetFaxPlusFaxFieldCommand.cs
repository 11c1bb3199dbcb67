using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Corrects values that Fax AI extracted from faxes. Other values do not change. The cmdlet reads the existing values and sends them
/// together with the new values, because the vendor does not document whether the service merges or replaces values. The request that reads
/// the values is not documented either; its form is an assumption.
/// </summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusFaxField", SupportsShouldProcess = true)]
[OutputType(typeof(FaxField))]
public sealed class SetFaxPlusFaxFieldCommand : RowCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(GetFields, UpdateFields)];

    /// <summary>Ids of faxes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("FaxId", "Id", Hint = FromPropertyAttribute.FaxHint, Owners = [typeof(Fax)], KeepsBlank = true)]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FaxId { get; set; } = [];

    /// <summary>The corrected values by field name, such as @{ invoice_number = '4711' }.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public IDictionary Field { get; set; } = new Hashtable();

    /// <summary>The member whose faxes are used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Returns the values in their new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessItem()
    {
        IReadOnlyDictionary<string, object?> values = PlainValue.Members(Field);
        foreach (string id in FaxId)
        {
            if (!ShouldProcess($"fax {id}", "Correct " + string.Join(", ", values.Keys))) continue;
            ForItem(id, () =>
            {
                Call((client, stop) => client.AI.UpdateFieldsAsync(id, values, UserId, stop));
                if (PassThru) WriteObject(Call((client, stop) => client.AI.ReadFieldsAsync(id, TimeSpan.FromMinutes(5), UserId, stop)));
            });
        }
    }
}
