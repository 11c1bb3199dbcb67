namespace FaxPlus;

/// <summary>An invitation to join the company that the service has taken (API reference 3.1).</summary>
public sealed class Invitation
{
    /// <summary>Makes one.</summary>
    /// <param name="email">Whom it invites.</param>
    /// <param name="message">The service's words.</param>
    public Invitation(string email, string? message)
    {
        Email = email;
        Message = message;
    }

    /// <summary>The address that was invited.</summary>
    public string Email { get; }

    /// <summary>The service's words, where it said any. They are about the request, which may have named other addresses too.</summary>
    public string? Message { get; }

    /// <summary>The address.</summary>
    public override string ToString() => Email;
}

/// <summary>What became of one address: either an invitation or an error.</summary>
public sealed class InvitationOutcome
{
    /// <summary>Makes one.</summary>
    /// <param name="email">The address.</param>
    /// <param name="invitation">The invitation, or null.</param>
    /// <param name="error">Why there is none, or null.</param>
    public InvitationOutcome(string email, Invitation? invitation, FaxPlusException? error)
    {
        Email = email;
        Invitation = invitation;
        Error = error;
    }

    /// <summary>The address.</summary>
    public string Email { get; }

    /// <summary>The invitation, or null.</summary>
    public Invitation? Invitation { get; }

    /// <summary>Why there is none, or null.</summary>
    public FaxPlusException? Error { get; }
}
