namespace FaxPlus;

/// <summary>An accepted invitation to join the company (API reference 3.1).</summary>
public sealed class Invitation
{
    private static readonly char[] s_separators = [',', ';', ' ', '\t', '\r', '\n', '<', '>', '|'];

    /// <summary>Creates an instance.</summary>
    /// <param name="email">The invited address.</param>
    /// <param name="message">The service's message.</param>
    public Invitation(string email, string? message)
    {
        Email = email;
        Message = message;
    }

    /// <summary>The invited address.</summary>
    public string Email { get; }

    /// <summary>The service's message, if any. The message applies to the request, which may contain several addresses.</summary>
    public string? Message { get; }

    /// <summary>The address.</summary>
    public override string ToString() => PrintableText.Of(Email);

    /// <summary>
    /// Refuses text that contains an invisible character or several addresses, because the service would accept such text as one address.
    /// </summary>
    /// <exception cref="FaxPlusException">The text is not a single address.</exception>
    internal static void CheckAddress(string address)
    {
        if (address.IndexOfAny(s_separators) < 0 && address.IndexOf('@') == address.LastIndexOf('@'))
        {
            InvisibleCharacter.Refuse(address, $"The address '{PrintableText.Of(address)}'");
            return;
        }

        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{PrintableText.Of(address)}' is not a single e-mail address.")
        {
            RecommendedAction = "Specify each address separately, and without the name of the person.",
        };
    }
}

/// <summary>The result of inviting one address: an invitation or an error.</summary>
public sealed class InvitationOutcome
{
    /// <summary>Creates an instance.</summary>
    /// <param name="email">The address.</param>
    /// <param name="invitation">The invitation, or null.</param>
    /// <param name="error">The error, or null.</param>
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

    /// <summary>The error, or null.</summary>
    public FaxPlusException? Error { get; }
}
