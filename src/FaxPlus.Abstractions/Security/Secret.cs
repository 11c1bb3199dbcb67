using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security;

namespace FaxPlus;

/// <summary>
/// A secret, such as a token or a password, that no view, serializer or string conversion shows. The secret is plain text in memory,
/// because every request needs the value and .NET does not encrypt a SecureString outside Windows.
/// </summary>
public sealed class Secret
{
    private readonly string _whole;
    private readonly string _text;

    /// <summary>Wraps a string. Surrounding white space, which copied text may contain, is ignored, except in a password.</summary>
    public Secret(string text)
    {
        _whole = text ?? throw new ArgumentNullException(nameof(text));
        _text = _whole.Trim();
    }

    /// <summary>Wraps a copy of a SecureString.</summary>
    public Secret(SecureString text) : this(Read(text))
    {
    }

    /// <summary>Whether the secret is empty.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Returns the same mask for every secret.</summary>
    public override string ToString() => "********";

    /// <summary>
    /// Whether the secret can be a token: it is not empty, and contains only printable ASCII characters other than spaces.
    /// </summary>
    internal bool IsWord => !IsEmpty && _text.All(static c => c is > ' ' and < '\u007f');

    internal string Reveal() => _text;

    /// <summary>Returns the secret with its surrounding white space, because a password may begin or end with a space.</summary>
    internal string RevealWhole() => _whole;

    /// <exception cref="FaxPlusException">The secret is empty, or contains characters that are not allowed in a token.</exception>
    internal void Demand(string what)
    {
        if (IsEmpty)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} is empty.")
            {
                RecommendedAction = $"Specify the {what} that you received from Fax.Plus.",
            };
        }

        if (!IsWord)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"The {what} contains an invalid character, such as a space, a line break or a character outside ASCII.")
            {
                RecommendedAction = $"Copy the {what} again, without spaces, line breaks and quotation marks.",
            };
        }
    }

    /// <summary>Returns the text with every occurrence of the secret masked.</summary>
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
