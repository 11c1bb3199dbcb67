using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Lists contacts, or returns single contacts by id.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusContact", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Contact))]
public sealed class GetFaxPlusContactCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(ListContacts, ListContactGroups)];

    private const string ListSet = "List";
    private const string IdSet = "Id";

    private string[] _numbers = [];

    /// <summary>Text that the service searches for in names and numbers.</summary>
    [Parameter(ParameterSetName = ListSet, Position = 0)]
    [Text]
    public string? Search { get; set; }

    /// <summary>The names of contacts; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(ContactNameCompleter))]
    [SupportsWildcards]
    [Texts]
    public string[] Name { get; set; } = [];

    /// <summary>Fax numbers in any format; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(ContactNumberCompleter))]
    [SupportsWildcards]
    [Texts]
    public string[] FaxNumber { get; set; } = [];

    /// <summary>The names of groups; wildcards are allowed. Contacts in any of these groups are returned.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [SupportsWildcards]
    [Texts]
    public string[] Group { get; set; } = [];

    /// <summary>$true returns only shared contacts, and $false only personal contacts; the default is both.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public bool? Shared { get; set; }

    /// <summary>Ids of contacts.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ContactIdCompleter))]
    [FromProperty("ContactId", "Id", Hint = FromPropertyAttribute.ContactHint, Owners = [typeof(Contact)])]
    [ValidateNotNullOrEmpty]
    public string[] ContactId { get; set; } = [];

    /// <summary>The member whose contacts are returned; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    [Text]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ListSet)
        {
            ForItem(UserId, List);
        }
        else
        {
            foreach (string id in ContactId)
            {
                ForItem(id, () => WriteObject(Call((client, stop) => client.Contacts.GetAsync(id, UserId, stop))));
            }
        }
    }

    private void List()
    {
        _numbers = [.. FaxNumber.Select(NumberOrText)];
        var unseen = new HashSet<string>(
            Group.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)), StringComparer.OrdinalIgnoreCase);
        IPageReader<Contact> reader = Client.Contacts.List(Search, UserId);
        bool isEmpty = true;
        while (Await(reader.ReadAsync) is { Count: > 0 } page)
        {
            isEmpty = false;
            foreach (Contact contact in page)
            {
                unseen.ExceptWith(contact.Groups ?? []);
                if (IsSelected(contact)) WriteObject(contact);
            }
        }

        if (isEmpty && WildcardPattern.ContainsWildcardCharacters(Search))
        {
            WriteWarning($"The service found no contact with the text '{Search}'. It does not interpret wildcards: use -Name '{Search}'.");
        }

        if (unseen.Count == 0) return;
        // If no contact is in a specified group, the group is empty, or its name is mistyped. The list of groups shows which is
        // the case, so that a mistyped name causes an error.
        IPageReader<ContactGroup> groups = Client.Contacts.ListGroups(null, UserId);
        while (Await(groups.ReadAsync) is { Count: > 0 } page) unseen.ExceptWith(page.Select(group => group.Name ?? ""));
        foreach (string name in unseen)
        {
            Fail(
                new FaxPlusException(FaxPlusErrorKind.NotFound, $"There is no group '{name}'.")
                {
                    RecommendedAction = "Check the name. Get-FaxPlusContactGroup lists the groups.",
                },
                name);
        }
    }

    private bool IsSelected(Contact contact) =>
        (Shared is null || contact.IsShared == Shared)
        && Matches(Name, [contact.Name])
        && Matches(Group, contact.Groups)
        && (FaxNumber.Length == 0
            || Matches(FaxNumber, [contact.FaxNumber])
            || Array.Exists(_numbers, number => PhoneNumber.AreSame(number, contact.FaxNumber)));

    /// <summary>
    /// Parses a fax number, with the session's region if the number has no country code. Text with wildcards, or text that is not a number,
    /// is returned unchanged.
    /// </summary>
    private string NumberOrText(string text)
    {
        try
        {
            return WildcardPattern.ContainsWildcardCharacters(text) ? text : ReadNumber(text);
        }
        catch (FaxPlusException)
        {
            return text;
        }
    }

    private static bool Matches(string[] patterns, IEnumerable<string?> values) =>
        patterns.Length == 0
            || Array.Exists(
                patterns, pattern => values.Any(value => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(value ?? "")));
}
