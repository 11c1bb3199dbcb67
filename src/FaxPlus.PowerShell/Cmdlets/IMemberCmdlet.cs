namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>A cmdlet that acts for a member, whom a row may specify.</summary>
internal interface IMemberCmdlet
{
    /// <summary>The member's uid, or self for the signed-in user.</summary>
    string UserId { get; set; }
}
