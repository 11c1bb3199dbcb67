using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;

namespace FaxPlus.PowerShell;

/// <summary>Creates a cover page for Send-FaxPlusFax -CoverPage, without a request.</summary>
[Cmdlet(VerbsCommon.New, "FaxPlusCoverPage")]
[OutputType(typeof(CoverPage))]
public sealed class NewFaxPlusCoverPageCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    /// <summary>The recipient.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string NameTo { get; set; } = "";

    /// <summary>The sender.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string NameFrom { get; set; } = "";

    /// <summary>The subject.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    [Text]
    public string Subject { get; set; } = "";

    /// <summary>A message.</summary>
    [Parameter(Position = 3)]
    [Text]
    public string? Message { get; set; }

    /// <summary>The flags of the cover page: urgent, for_review, please_reply or confidential.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CoverPageFlagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Flag { get; set; } = [];

    /// <inheritdoc />
    protected override void EndProcessing() => WriteObject(new CoverPage
    {
        NameTo = NameTo,
        NameFrom = NameFrom,
        Subject = Subject,
        Message = string.IsNullOrEmpty(Message) ? null : Message,
        Flags = [.. Flag.Select(CoverPageFlag.Word)],
    });
}
