using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Deletes contacts.</summary>
[Cmdlet(VerbsCommon.Remove, "FaxPlusContact", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveFaxPlusContactCommand : RowCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(DeleteContact)];

    /// <summary>Ids of contacts.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ContactIdCompleter))]
    [FromProperty("ContactId", "Id", Hint = FromPropertyAttribute.ContactHint, Owners = [typeof(Contact)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] ContactId { get; set; } = [];

    /// <summary>The member who owns the contacts; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    private protected override void ProcessItem()
    {
        foreach (string id in ContactId)
        {
            string what = Row?.BaseObject is Contact contact && contact.Id == id ? $" ({contact})" : "";
            if (ShouldProcess($"contact {id}{what}", "Delete"))
            {
                ForItem(id, () => Call((client, stop) => client.Contacts.DeleteAsync(id, UserId, stop)));
            }
        }
    }
}
