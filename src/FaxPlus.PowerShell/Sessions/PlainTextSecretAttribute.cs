using System;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;

namespace FaxPlus.PowerShell;

/// <summary>Accepts plain text for a SecureString parameter, or for each of several, and remembers that it was plain so that the cmdlet can say what is better.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlainTextSecretAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<SecureString, object> s_plain = new();

    public static bool AnyPlain(params SecureString?[] secrets) => Array.Exists(secrets, secret => secret is not null && s_plain.TryGetValue(secret, out _));

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Bare(inputData) switch
    {
        string text => Protect(text),
        object?[] several => Array.ConvertAll(several, item => Bare(item) is string text ? Protect(text) : item),
        _ => inputData,
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
