using System.Collections.Generic;
using System.Linq;
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
/// Creates contacts. If a contact with the same fax number exists, the cmdlet returns that contact with a warning. With -Force, this
/// applies only if the names are also the same.
/// </summary>
[Cmdlet(VerbsCommon.New, "FaxPlusContact", SupportsShouldProcess = true)]
[OutputType(typeof(Contact))]
public sealed class NewFaxPlusContactCommand : RowCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListContacts, ListContactGroups, CreateContact)];

    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Text(IsName = true)]
    public string Name { get; set; } = "";

    /// <summary>The fax number, with a country code, or as a national number of -Region.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number", "Fax")]
    [AllowEmptyString]
    [Text(IsNumber = true)]
    public string FaxNumber { get; set; } = "";

    /// <summary>The country of a number without a country code, as two letters such as US; the default is the session's region.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(BlankIsNull = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Region { get; set; }

    /// <summary>The e-mail address. The aliases are the column names in exports from Outlook and Active Directory.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("EmailAddress", "E-mail Address")]
    [AllowEmptyString]
    [Text(IsEmail = true)]
    public string? Email { get; set; }

    /// <summary>The telephone number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Text(IsPhone = true)]
    public string? Phone { get; set; }

    /// <summary>The mobile number. The aliases are the column names in exports from Outlook and Active Directory.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MobilePhone", "Mobile Phone", "Mobile")]
    [AllowEmptyString]
    [Text(IsPhone = true)]
    public string? Cellphone { get; set; }

    /// <summary>Notes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Text]
    public string? Notes { get; set; }

    /// <summary>The names of the contact's groups, which must exist. A string may contain several names, separated by semicolons.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Groups")]
    [Texts]
    public string[] Group { get; set; } = [];

    /// <summary>Whether the contact is visible to all members; by default, the contact is personal.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsShared")]
    [TrueOrFalse(false)]
    public bool? Shared { get; set; }

    /// <summary>Whether a person answers at the number before a fax can be sent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("IsTelefax")]
    [TrueOrFalse(false)]
    public bool? Telefax { get; set; }

    /// <summary>The member who owns the contact; the default is the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    [Text]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Creates the contact even if a contact with another name has the same number.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Passes the number to the service unchanged, without a check.</summary>
    [Parameter]
    public SwitchParameter SkipNumberCheck { get; set; }

    private protected override void ProcessItem() => ForItem($"{Name} {FaxNumber}", Create);

    private void Create()
    {
        string number = SkipNumberCheck ? FaxNumber : ReadNumber(FaxNumber, RegionOfRow(Region));
        if (Call((client, stop) => client.Contacts.FindAsync(number, UserId, Force ? Name : null, stop)) is Contact existing)
        {
            string advice = existing.Name == Name ? "" : " Use -Force to create another contact.";
            WriteWarning(
                $"A contact with the number {number} already exists: {existing.Name}. The existing contact is not changed.{advice}");
            WriteObject(existing);
            return;
        }

        if (!ShouldProcess($"{Name} {number}", "Create the contact")) return;
        ContactValues values = new ContactValues().Add("name", Name).Add("fax_number", number)
            .Add("email", NotEmpty(Email)).Add("phone", NotEmpty(Phone)).Add("cellphone", NotEmpty(Cellphone)).Add("notes", NotEmpty(Notes))
            .Add("groups", Group.Length > 0 ? Group.SelectMany(Several).ToArray() : null).Add("shared", Shared).Add("is_telefax", Telefax);
        WriteObject(Call((client, stop) => client.Contacts.CreateAsync(values.All, UserId, stop)));
    }

    /// <summary>The names of groups in one cell, separated by semicolons.</summary>
    private static IEnumerable<string> Several(string cell) => cell.Split(';').Select(name => name.Trim()).Where(name => name.Length > 0);

    /// <summary>Returns null for an empty cell.</summary>
    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
