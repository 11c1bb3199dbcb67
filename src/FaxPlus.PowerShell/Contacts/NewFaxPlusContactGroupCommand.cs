using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Creates groups of contacts.</summary>
[Cmdlet(VerbsCommon.New, "FaxPlusContactGroup", SupportsShouldProcess = true)]
[OutputType(typeof(ContactGroup))]
public sealed class NewFaxPlusContactGroupCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(CreateContactGroup)];

    /// <summary>The names of the new groups.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [FromProperty("GroupName")]
    public string[] Name { get; set; } = [];

    /// <summary>Notes.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Notes { get; set; }

    /// <summary>Whether the group is visible to all members; by default, the group is personal.</summary>
    [Parameter]
    public bool? Shared { get; set; }

    /// <summary>The member who owns the groups; the default is the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    [Text]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                var empty = new FaxPlusException(FaxPlusErrorKind.BadRequest, "The name of the contact group is empty.")
                {
                    RecommendedAction = "Specify a name.",
                };
                Fail(empty, null);
                continue;
            }

            if (!ShouldProcess(name, "Create the contact group")) continue;
            ForItem(name, () => WriteObject(Call((client, stop) => client.Contacts.CreateGroupAsync(name, Notes, Shared, UserId, stop))));
        }
    }
}
