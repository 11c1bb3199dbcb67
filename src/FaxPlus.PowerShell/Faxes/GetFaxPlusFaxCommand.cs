using System;
using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Lists faxes page by page on demand, or returns single faxes by their ids.</summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusFax", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Fax))]
public sealed class GetFaxPlusFaxCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [.. Either("FaxId", GetFax, ListFaxes)];

    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Ids of faxes.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("FaxId", "Id", Hint = FromPropertyAttribute.FaxHint, Owners = [typeof(Fax)])]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FaxId { get; set; } = [];

    /// <summary>The category of the faxes: inbox, sent or spam.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(CategoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Category { get; set; }

    /// <summary>The earliest time of the faxes, inclusive.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Time]
    public DateTimeOffset? After { get; set; }

    /// <summary>The latest time of the faxes, exclusive.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Time]
    public DateTimeOffset? Before { get; set; }

    /// <summary>The direction of the faxes: incoming or outgoing.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(DirectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Direction { get; set; }

    /// <summary>The statuses of the faxes; a * at the end is a wildcard.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(StatusCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Status { get; set; } = [];

    /// <summary>Returns only faxes that are not marked as read.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Unread { get; set; }

    /// <summary>The maximum number of faxes, after which the cmdlet requests no further page.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>The member whose faxes are used; the default is the signed-in user.</summary>
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
            ForItem(null, List);
            return;
        }

        foreach (string id in FaxId)
        {
            ForItem(id, () => WriteObject(Call((client, stop) => client.Faxes.GetAsync(id, UserId, stop))));
        }
    }

    private void List()
    {
        var query = new FaxQuery
        {
            UserId = UserId,
            Category = Category,
            After = After,
            Before = Before,
            Direction = Direction,
            Status = Status,
            Unread = Unread,
            First = First,
        };
        IPageReader<Fax> reader = Client.Faxes.List(query);
        while (Await(reader.ReadAsync) is { Count: > 0 } page)
        {
            foreach (Fax fax in page) WriteObject(fax);
        }
    }
}
