using System;
using System.Management.Automation;
using System.Security;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts a secret or null. Any other value becomes an empty SecureString, which the command refuses when it runs. A parameter binding
/// error would show the value.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecureTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return bare is null or SecureString ? bare : new SecureString();
    }

    /// <exception cref="FaxPlusException">The value was not a SecureString, or was empty.</exception>
    public static Secret? Read(string parameter, SecureString? value)
    {
        if (value is null) return null;
        var secret = new Secret(value);
        return !secret.IsEmpty
            ? secret
            : throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"-{parameter} is not a SecureString, or is empty.")
            {
                RecommendedAction = "Specify a SecureString, such as the output of Get-Secret, " +
                    "Read-Host -AsSecureString or Get-AutomationVariable with ConvertTo-SecureString.",
                IsFatal = true,
            };
    }
}
