using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts an address. An invalid value becomes an empty relative address, which the sign-in (<see cref="SignInCmdlet{T}"/>) refuses. Null
/// is also invalid, because it would select the default address.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        LanguagePrimitives.TryConvertTo(inputData, out Uri? address) && address is not null ? address : new Uri("", UriKind.Relative);
}
