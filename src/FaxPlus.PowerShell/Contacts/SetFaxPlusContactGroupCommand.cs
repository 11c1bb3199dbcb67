using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Contacts;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Changes groups of contacts. The cmdlet reads each group and sends the complete group with the changes, because the service may replace
/// all fields.
/// </summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusContactGroup", SupportsShouldProcess = true)]
[OutputType(typeof(ContactGroup))]
public sealed class SetFaxPlusContactGroupCommand : RowCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListContactGroups, UpdateContactGroup)];

    /// <summary>Ids or names of groups.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("Group", "Id", Hint = FromPropertyAttribute.ContactGroupHint, Owners = [typeof(ContactGroup)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>The new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Name { get; set; }

    /// <summary>The new notes; an empty string removes them.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Notes { get; set; }

    /// <summary>Whether the group is visible to all members.</summary>
    [Parameter]
    public bool? Shared { get; set; }

    /// <summary>The member who owns the groups; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Returns the group in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessItem()
    {
        ContactValues values = new ContactValues().Add("name", Name).Add("notes", Notes).Add("shared", Shared);
        foreach (string group in Group) ForItem(group, () => Set(group, values));
    }

    private void Set(string group, ContactValues values)
    {
        if (values.All.Count == 0)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "No change is specified.")
            {
                RecommendedAction = "Specify -Name, -Notes or -Shared.",
            };
        }
        ContactChanges changes = Call((client, stop) => client.Contacts.PrepareGroupAsync(group, values.All, UserId, stop));
        string question = ContactValues.Question("contact group", changes);
        if (changes.Changes.Count == 0) WriteVerbose($"The group {changes.Name} already has these values.");
        else if (!ShouldProcess(question, question, "Change the contact group")) return;
        else Call((client, stop) => client.Contacts.ApplyGroupAsync(changes, stop));
        if (PassThru) WriteObject(Call((client, stop) => client.Contacts.GetGroupAsync(changes.Id, UserId, stop)));
    }
}
