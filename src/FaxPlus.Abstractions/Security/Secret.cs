using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security;

namespace FaxPlus;

/// <summary>
/// A secret, such as a token or a password, that no view, serializer or string conversion shows. It is kept as plain text in memory:
/// outside Windows, .NET does not encrypt a SecureString either, and the value is needed for every request.
/// </summary>
public sealed class Secret
{
    private readonly string _whole;
    private readonly string _text;

    /// <summary>Wraps a text; surrounding white space, which copying may add, is removed, unless it is a password.</summary>
    public Secret(string text)
    {
        _whole = text ?? throw new ArgumentNullException(nameof(text));
        _text = _whole.Trim();
    }

    /// <summary>Wraps a copy of a SecureString.</summary>
    public Secret(SecureString text) : this(Read(text))
    {
    }

    /// <summary>Whether it is empty.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Returns the same mask for every secret.</summary>
    public override string ToString() => "********";

    /// <summary>Whether it can be a token: it has no white space, and only characters that a header can carry.</summary>
    internal bool IsWord => !IsEmpty && _text.All(static c => c is > ' ' and < '\u007f');

    internal string Reveal() => _text;

    /// <summary>The secret with its surrounding white space, since a password may begin or end with a space.</summary>
    internal string RevealWhole() => _whole;

    /// <exception cref="FaxPlusException">The secret is empty, or contains characters that are not allowed in a token.</exception>
    internal void Demand(string what)
    {
        if (IsEmpty)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} is empty.")
            {
                RecommendedAction = $"Specify the {what} that Fax.Plus showed when it was created.",
            };
        }

        if (!IsWord)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"The {what} contains an invalid character: a space, a line break or a character outside ASCII.")
            {
                RecommendedAction = "Copy it again, without spaces, line breaks and quotation marks.",
            };
        }
    }

    /// <summary>The text with every occurrence of the secret masked.</summary>
    internal string Mask(string text) => IsEmpty ? text : text.Replace(_text, ToString());

    private static string Read(SecureString text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        IntPtr copy = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            return Marshal.PtrToStringUni(copy) ?? "";
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }
}
