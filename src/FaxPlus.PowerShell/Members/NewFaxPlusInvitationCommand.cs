using System;
using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Invites people to join the company, with up to ten addresses per request. An address that already belongs to a user causes a separate
/// error, and the other addresses are invited. The vendor does not document the format of the request, so the format is an assumption.
/// </summary>
[Cmdlet(VerbsCommon.New, "FaxPlusInvitation", SupportsShouldProcess = true)]
[OutputType(typeof(Invitation))]
public sealed class NewFaxPlusInvitationCommand : RowCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [Always(InviteMembers)];

    private const int Batch = 10;

    private readonly List<string> _waiting = [];
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private bool _isWarned;

    /// <summary>E-mail addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [FromProperty("Email", KeepsBlank = true)]
    [ValidateNotNullOrEmpty]
    public string[] Email { get; set; } = [];

    private protected override void ProcessItem()
    {
        // The session is selected at the first address. If the sign-in changed later in the pipeline, the addresses that are collected for
        // the next request would otherwise be invited to the company of the other account.
        SelectSession();
        if (!_isWarned && (_isWarned = HasValue("Role") || HasValue("Quota")))
        {
            WriteWarning("An invitation has no role and no quota. Set these values with Set-FaxPlusMember after the person has joined.");
        }
        foreach (string email in Email)
        {
            string address = email.Trim();
            if (address.Length == 0 || !_seen.Add(address)) continue;
            ForItem(address, () =>
            {
                Invitation.CheckAddress(address);
                if (ShouldProcess(address, "Invite")) _waiting.Add(address);
            });
            if (_waiting.Count == Batch) Invite();
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        if (_waiting.Count > 0) Invite();
        base.EndProcessing();
    }

    private bool HasValue(string column) => Row?.Properties[column] is { } found && !Cell.IsBlank(found.Value);

    private void Invite()
    {
        string[] emails = [.. _waiting];
        _waiting.Clear();
        ForItem(emails, () =>
        {
            foreach (InvitationOutcome outcome in Call((client, stop) => client.Members.InviteAsync(emails, stop)))
            {
                if (outcome.Error is not null) Fail(outcome.Error, outcome.Email);
                else WriteObject(outcome.Invitation);
            }
        });
    }
}
