using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Contacts;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Changes contacts: reads each, changes what is given, and sends it back whole, because the service replaces it.</summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusContact", SupportsShouldProcess = true)]
[OutputType(typeof(Contact))]
public sealed class SetFaxPlusContactCommand : RowCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet requests, for Get-FaxPlusScope.</summary>
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
    [Text]
    public string? Name { get; set; }

    /// <summary>The new fax number, with a country code; or without, in the country of -Region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text(IsNumber = true)]
    public string? FaxNumber { get; set; }

    /// <summary>The country of a number without a country code, as two letters such as US; the default is that of the session.</summary>
    [Parameter]
    [Text(BlankIsNull = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Region { get; set; }

    /// <summary>The new e-mail address; an empty text removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Email { get; set; }

    /// <summary>The new telephone number; an empty text removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text(IsPhone = true)]
    public string? Phone { get; set; }

    /// <summary>The new mobile number; an empty text removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text(IsPhone = true)]
    public string? Cellphone { get; set; }

    /// <summary>The new notes; an empty text removes them.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Notes { get; set; }

    /// <summary>The names of all groups that the contact is to be in. It leaves the others; an empty list removes it from all.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [Texts(RefusesNull = true)]
    public string[]? Group { get; set; }

    /// <summary>Whether all members see the contact.</summary>
    [Parameter]
    public bool? Shared { get; set; }

    /// <summary>Whether a person answers at the number before a fax can be sent.</summary>
    [Parameter]
    public bool? Telefax { get; set; }

    /// <summary>The member whose contacts they are; without it, the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Passes the number on as it is given, without a check.</summary>
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
        if (changes.Changes.Count == 0) WriteVerbose($"The contact {changes.Name} has these values already.");
        else if (!ShouldProcess(question, question, "Change the contact")) return;
        else Call((client, stop) => client.Contacts.ApplyAsync(changes, stop));
        if (PassThru) WriteObject(Call((client, stop) => client.Contacts.GetAsync(id, UserId, stop)));
    }
}
