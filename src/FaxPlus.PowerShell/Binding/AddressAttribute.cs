using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>An address, or what is none, which the sign-in refuses (<see cref="SignInCmdlet{T}"/>): null must not stand for the service itself.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        LanguagePrimitives.TryConvertTo(inputData, out Uri? address) && address is not null ? address : new Uri("", UriKind.Relative);
}
