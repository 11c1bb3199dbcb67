using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Changes the comment of a fax, or marks the fax as read or unread.</summary>
[Cmdlet(VerbsCommon.Set, "FaxPlusFax", SupportsShouldProcess = true)]
[OutputType(typeof(Fax))]
public sealed class SetFaxPlusFaxCommand : BulkCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(UpdateFax),
        When(
            "with only one of -Comment and -IsRead, or with -PassThru",
            call => !(call.HasValue("Comment") & call.HasValue("IsRead")) | call.Has("PassThru"),
            GetFax),
    ];

    /// <summary>Ids of faxes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("FaxId", "Id", Hint = FromPropertyAttribute.FaxHint, Owners = [typeof(Fax)], KeepsBlank = true)]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FaxId { get; set; } = [];

    /// <summary>The new comment; an empty string clears the existing comment.</summary>
    [Parameter]
    [AllowEmptyString]
    [Text]
    public string? Comment { get; set; }

    /// <summary>Whether the fax is marked as read.</summary>
    [Parameter]
    public bool? IsRead { get; set; }

    /// <summary>The member whose faxes are used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Returns the fax in its new state.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Changing faxes";

    private protected override string Done => "changed";

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Comment is not null || IsRead is not null) return;
        End(
            new FaxPlusException(FaxPlusErrorKind.BadRequest, "No change is specified.")
            {
                RecommendedAction = "Specify -Comment, -IsRead $true or -IsRead $false.",
            },
            null);
    }

    private protected override void ProcessItem()
    {
        foreach (string id in FaxId)
        {
            if (!ShouldProcess($"fax {id}", "Change " + What())) continue;
            string userId = UserId;
            Start(id, async (client, stop) =>
            {
                await client.Faxes.UpdateAsync(id, Comment, IsRead, userId, stop);
                return PassThru ? await client.Faxes.GetAsync(id, userId, stop) : null;
            });
        }
    }

    private string Mark() => IsRead == true ? "read" : "unread";

    private string What() => (Comment, IsRead) switch
    {
        (not null, not null) => $"comment to '{Comment}' and mark as {Mark()}",
        (not null, _) => $"comment to '{Comment}'",
        _ => $"to {Mark()}",
    };
}
