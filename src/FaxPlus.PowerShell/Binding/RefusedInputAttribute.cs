using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Discards pipeline input, which a command with secrets refuses when it runs. PowerShell's own error would contain the input, which may be
/// the secret.
/// </summary>
[System.AttributeUsage(System.AttributeTargets.Property)]
internal sealed class RefusedInputAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => true;
}
