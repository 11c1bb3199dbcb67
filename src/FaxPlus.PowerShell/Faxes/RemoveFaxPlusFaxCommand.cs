using System.Globalization;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Deletes faxes permanently.</summary>
[Cmdlet(VerbsCommon.Remove, "FaxPlusFax", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveFaxPlusFaxCommand : BulkCmdlet, IMemberCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(DeleteFax)];

    /// <summary>Ids of faxes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("FaxId", "Id", Hint = FromPropertyAttribute.FaxHint, Owners = [typeof(Fax)], KeepsBlank = true)]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FaxId { get; set; } = [];

    /// <summary>The member whose faxes are used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Text(KeepsBlank = true)]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    private protected override string Activity => "Deleting faxes";

    private protected override string Done => "deleted";

    private protected override void ProcessItem()
    {
        foreach (string id in FaxId)
        {
            if (!ShouldProcess($"fax {id}{Described(id)}", "Delete permanently")) continue;
            string userId = UserId;
            Start(id, async (client, stop) =>
            {
                await client.Faxes.DeleteAsync(id, userId, stop);
                return null;
            });
        }
    }

    /// <summary>The time and the number of a fax from the pipeline, for the confirmation.</summary>
    private string Described(string id)
    {
        if (Row?.BaseObject is not Fax fax || fax.Id != id) return "";
        string number = fax.IsOutgoing ? $"to {fax.To}" : $"from {fax.From}";
        return fax.Time is { } time
            ? $" ({number}, {time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)})"
            : $" ({number})";
    }
}
