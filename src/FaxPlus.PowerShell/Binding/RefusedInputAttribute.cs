using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// For pipeline input that a command with secrets refuses when it runs: PowerShell's own error would keep the input, which may be the
/// secret. Discards the value.
/// </summary>
[System.AttributeUsage(System.AttributeTargets.Property)]
internal sealed class RefusedInputAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => true;
}
