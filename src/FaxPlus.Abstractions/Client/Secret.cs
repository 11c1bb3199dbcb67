using System;
using System.Runtime.InteropServices;
using System.Security;

namespace FaxPlus;

/// <summary>
/// A secret that no view, serialiser or string conversion shows. It is kept as text: .NET outside Windows
/// does not encrypt a SecureString either, and the value is needed on every request.
/// </summary>
public sealed class Secret
{
    private readonly string _text;

    /// <summary>Wraps a text; blanks around it, as copying leaves them, are taken off.</summary>
    public Secret(string text)
    {
        _text = (text ?? throw new ArgumentNullException(nameof(text))).Trim();
    }

    /// <summary>Wraps a copy of a SecureString.</summary>
    public Secret(SecureString text) : this(Read(text))
    {
    }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Always the same mask.</summary>
    public override string ToString() => "********";

    internal string Reveal() => _text;

    /// <exception cref="FaxPlusException">The secret is empty, or holds what no token has.</exception>
    internal void Demand(string what)
    {
        if (IsEmpty)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} is empty.")
            {
                RecommendedAction = $"Give the {what} that Fax.Plus showed when it was made.",
            };
        }

        foreach (char c in _text)
        {
            if (c is > ' ' and < '\u007f') continue;
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} holds a character that none has: a blank, a line break or a letter outside ASCII.")
            {
                RecommendedAction = "Copy it again, as one word and without quotation marks.",
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
