using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>The error for a value that cannot be converted, with the recommended action in a separate property.</summary>
/// <param name="cause">The cause.</param>
/// <param name="advice">The recommended action; empty if the cause is sufficient.</param>
internal sealed class UnreadableValueException(string cause, string advice)
    : ArgumentTransformationMetadataException($"{cause} {advice}".TrimEnd())
{
    public string Cause => cause;

    public string Advice => advice;
}
