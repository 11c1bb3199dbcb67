using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts plain text for a SecureString parameter, or for several, and records that it was plain text, so that the cmdlet can warn.
/// PowerShell has nothing left to convert, so that its error cannot show the secret; null becomes an empty secret, which the cmdlet
/// refuses.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlainTextSecretAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<SecureString, object> s_plain = new();

    public static bool AnyPlain(params SecureString?[] secrets) =>
        Array.Exists(secrets, secret => secret is not null && s_plain.TryGetValue(secret, out _));

    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Bare(inputData) is IEnumerable several and not string ? several.Cast<object?>().Select(Read).ToArray() : Read(inputData);

    private static SecureString Read(object? value) => Bare(value) switch
    {
        SecureString secret => secret,
        null => new SecureString(),
        PSCredential credential => credential.Password,
        var plain => Protect(Convert.ToString(plain, CultureInfo.InvariantCulture)),
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static SecureString Protect(string text)
    {
        var secret = new SecureString();
        foreach (char c in text) secret.AppendChar(c);
        secret.MakeReadOnly();
        s_plain.Add(secret, new object());
        return secret;
    }
}
