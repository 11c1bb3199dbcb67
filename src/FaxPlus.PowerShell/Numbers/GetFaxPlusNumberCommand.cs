using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Lists the numbers, or returns single numbers. An administrator receives all numbers of the company, and a member only the assigned
/// numbers.
/// </summary>
[Cmdlet(VerbsCommon.Get, "FaxPlusNumber")]
[OutputType(typeof(FaxNumber))]
public sealed class GetFaxPlusNumberCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [.. Either("Number", GetNumber, ListNumbers)];

    /// <summary>Numbers, such as +16505550100; the default is all numbers.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NumberCompleter))]
    [FromProperty(
        "Number", Unless = "UserId", Hint = "To list a member's numbers, specify -UserId.", Owners = [typeof(Account), typeof(Member)])]
    [ValidateNotNullOrEmpty]
    public string[] Number { get; set; } = [];

    /// <summary>The member whose numbers are listed; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    [Text]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        if (Number.Length == 0)
        {
            ForItem(UserId, () => WriteObject(Call((client, stop) => client.Numbers.ListAsync(UserId, stop)), enumerateCollection: true));
            return;
        }

        foreach (string number in Number)
        {
            ForItem(number, () => WriteObject(Call((client, stop) => client.Numbers.GetAsync(number, UserId, stop))));
        }
    }
}
