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
/// Changes contacts. The cmdlet reads each contact and sends the complete contact with the changes, because the service replaces all
/// fields.
/// </summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusContact", SupportsShouldProcess = true)]
[OutputType(typeof(Contact))]
public sealed class SetFaxPlusContactCommand : RowCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(ListContacts, ListContactGroups),
        When("with -Group", call => call.Has("Group"), AssignContactGroups),
        When(
            "with other values than -Group",
            call => call.Has("Name")
                | call.Has("FaxNumber")
                | call.Has("Email")
                | call.Has("Phone")
                | call.Has("Cellphone")
                | call.Has("Notes")
                | call.Has("Shared")
                | call.Has("Telefax"),
            UpdateContact),
    ];

    /// <summary>Ids of contacts.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ContactIdCompleter))]
    [FromProperty("ContactId", "Id", Hint = FromPropertyAttribute.ContactHint, Owners = [typeof(Contact)], KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] ContactId { get; set; } = [];

    /// <summary>The new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text(IsName = true)]
    public string? Name { get; set; }

    /// <summary>The new fax number, with a country code, or as a national number of -Region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text(IsNumber = true)]
    public string? FaxNumber { get; set; }

    /// <summary>The country of a number without a country code, as two letters such as US; the default is the session's region.</summary>
    [Parameter]
    [Text(BlankIsNull = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Region { get; set; }

    /// <summary>The new e-mail address; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text(IsEmail = true)]
    public string? Email { get; set; }

    /// <summary>The new telephone number; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text(IsPhone = true)]
    public string? Phone { get; set; }

    /// <summary>The new mobile number; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text(IsPhone = true)]
    public string? Cellphone { get; set; }

    /// <summary>The new notes; an empty string removes them.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Notes { get; set; }

    /// <summary>
    /// The names of all groups for the contact. The contact is removed from other groups; an empty list removes the contact from all
    /// groups.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [Texts(RefusesNull = true)]
    public string[]? Group { get; set; }

    /// <summary>Whether the contact is visible to all members.</summary>
    [Parameter]
    public bool? Shared { get; set; }

    /// <summary>Whether a person answers at the number before a fax can be sent.</summary>
    [Parameter]
    public bool? Telefax { get; set; }

    /// <summary>The member who owns the contacts; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Passes the number to the service unchanged, without a check.</summary>
    [Parameter]
    public SwitchParameter SkipNumberCheck { get; set; }

    /// <summary>Returns the contact in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessItem()
    {
        foreach (string id in ContactId) ForItem(id, () => Set(id));
    }

    private void Set(string id)
    {
        ContactValues values = new ContactValues()
            .Add("name", Name)
            .Add("fax_number", FaxNumber is null || SkipNumberCheck ? FaxNumber : ReadNumber(FaxNumber, RegionOfRow(Region)))
            .Add("email", Email)
            .Add("phone", Phone)
            .Add("cellphone", Cellphone)
            .Add("notes", Notes)
            .Add("groups", Group)
            .Add("shared", Shared)
            .Add("is_telefax", Telefax);
        if (values.All.Count == 0)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "No change is specified.")
            {
                RecommendedAction = "Specify at least one change, such as -Name or -Group.",
            };
        }
        ContactChanges changes = Call((client, stop) => client.Contacts.PrepareAsync(id, values.All, UserId, stop));
        string question = ContactValues.Question("contact", changes);
        if (changes.Changes.Count == 0) WriteVerbose($"The contact {changes.Name} already has these values.");
        else if (!ShouldProcess(question, question, "Change the contact")) return;
        else Call((client, stop) => client.Contacts.ApplyAsync(changes, stop));
        if (PassThru) WriteObject(Call((client, stop) => client.Contacts.GetAsync(id, UserId, stop)));
    }
}
