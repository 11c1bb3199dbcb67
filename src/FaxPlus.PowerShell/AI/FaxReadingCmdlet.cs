using System;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;

namespace FaxPlus.PowerShell.AI;

/// <summary>A cmdlet that extracts data from faxes with Fax AI and waits for the result.</summary>
public abstract class FaxReadingCmdlet : SessionCmdlet
{
    /// <summary>Ids of faxes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [FromProperty("FaxId", "Id", Hint = FromPropertyAttribute.FaxHint, Owners = [typeof(Fax)])]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] FaxId { get; set; } = [];

    /// <summary>The maximum number of seconds to wait for each fax.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int Timeout { get; set; } = 300;

    /// <summary>The member whose faxes are used; the default is the signed-in user.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    [Text]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    private protected abstract string Doing { get; }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        foreach (string id in FaxId)
        {
            if (!ShouldProcess($"fax {id}", Doing)) continue;
            ForItem(id, () => WriteObject(Read(id, TimeSpan.FromSeconds(Timeout))));
        }
    }

    private protected abstract object Read(string faxId, TimeSpan timeout);
}
