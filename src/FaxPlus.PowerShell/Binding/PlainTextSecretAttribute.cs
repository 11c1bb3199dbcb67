using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts plain text for one or several values of a SecureString parameter, and records the use of plain text, so that the cmdlet can
/// write a warning. PowerShell does not convert the resulting SecureString, so no conversion error can show the secret. Null becomes an
/// empty secret, which the cmdlet refuses.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlainTextSecretAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<SecureString, object> s_plain = new();

    // Empty secrets that replace values with no secret or with several secrets.
    private static readonly ConditionalWeakTable<SecureString, object> s_unreadable = new();

    /// <summary>Whether the parameter accepts several secrets.</summary>
    public bool AreSeveral { get; set; }

    public static bool AnyPlain(params SecureString?[] secrets) =>
        Array.Exists(secrets, secret => secret is not null && s_plain.TryGetValue(secret, out _));

    /// <exception cref="FaxPlusException">A value was a list, a hash table or another object.</exception>
    public static void Demand(params SecureString?[] secrets)
    {
        if (!Array.Exists(secrets, secret => secret is not null && s_unreadable.TryGetValue(secret, out _))) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest,
            "A secret must be a string or a SecureString, not a list of several values, a hash table or another object.")
        {
            RecommendedAction = "Specify one string or SecureString, such as the first line of a file with Get-Content -TotalCount 1.",
        };
    }

    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (Bare(inputData) is not IEnumerable several || several is string) return Read(inputData);
        return AreSeveral ? several.Cast<object?>().Select(Read).ToArray() : OnlyOne(several);
    }

    /// <summary>The only non-blank value of a list, such as the lines of a file whose last line is empty.</summary>
    private static SecureString OnlyOne(IEnumerable several)
    {
        object?[] filled = [.. several.Cast<object?>().Where(item => !Cell.IsBlank(item))];
        return several is not IDictionary && filled.Length == 1 ? Read(filled[0]) : Unreadable();
    }

    private static SecureString Read(object? value) => Bare(value) switch
    {
        SecureString secret => secret,
        null => new SecureString(),
        PSCredential credential => credential.Password,
        string or IFormattable => Protect(Convert.ToString(Bare(value), CultureInfo.InvariantCulture)),
        _ => Unreadable(),
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static SecureString Unreadable()
    {
        var secret = new SecureString();
        s_unreadable.Add(secret, new object());
        return secret;
    }

    private static SecureString Protect(string text)
    {
        var secret = new SecureString();
        foreach (char c in text) secret.AppendChar(c);
        secret.MakeReadOnly();
        s_plain.Add(secret, new object());
        return secret;
    }
}
