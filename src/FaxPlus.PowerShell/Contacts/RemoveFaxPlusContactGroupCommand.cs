using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Deletes groups of contacts, but not their contacts.</summary>
[Cmdlet(VerbsCommon.Remove, "FaxPlusContactGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveFaxPlusContactGroupCommand : RowCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListContactGroups, DeleteContactGroup)];

    /// <summary>Ids or names of groups.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("Group", "Id", Hint = FromPropertyAttribute.ContactGroupHint, Owners = [typeof(ContactGroup)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>The member who owns the groups; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    private protected override void ProcessItem()
    {
        foreach (string group in Group) ForItem(group, () => Remove(group));
    }

    private void Remove(string group)
    {
        ContactGroup found = Call((client, stop) => client.Contacts.GetGroupAsync(group, UserId, stop));
        if (ShouldProcess($"contact group {found.Name} ({found.Id})", "Delete"))
        {
            Call((client, stop) => client.Contacts.DeleteGroupAsync(found.Id!, UserId, stop));
        }
    }
}
