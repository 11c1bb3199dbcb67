using System;
using System.Globalization;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts the expiration time of a token. An invalid value becomes <see cref="DateTimeOffset.MinValue"/>, which the sign-in
/// (<see cref="SignInCmdlet{T}"/>) refuses.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TokenExpiryAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return bare switch
        {
            null or DateTime or DateTimeOffset => inputData,
            string text when string.IsNullOrWhiteSpace(text) => null,
            _ => TimeAttribute.Read(Convert.ToString(bare, CultureInfo.InvariantCulture)) ?? DateTimeOffset.MinValue,
        };
    }
}
