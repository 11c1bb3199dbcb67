using System;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Lists groups of contacts.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusContactGroup")]
[OutputType(typeof(ContactGroup))]
public sealed class GetFaxPlusContactGroupCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListContactGroups)];

    /// <summary>The names of groups; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [Texts]
    public string[] Name { get; set; } = [];

    /// <summary>The member whose groups are returned; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [FromProperty("Uid", "UserId", Hint = FromPropertyAttribute.MemberHint, Owners = [typeof(Account), typeof(Member)])]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(UserId, List);

    private void List()
    {
        IPageReader<ContactGroup> reader = Client.Contacts.ListGroups(null, UserId);
        while (Await(reader.ReadAsync) is { Count: > 0 } page)
        {
            foreach (ContactGroup group in page)
            {
                if (Name.Length == 0
                    || Array.Exists(Name, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(group.Name ?? "")))
                {
                    WriteObject(group);
                }
            }
        }
    }
}
