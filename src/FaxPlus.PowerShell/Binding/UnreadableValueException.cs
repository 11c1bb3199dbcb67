using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>A value that a parameter cannot read, with the advice in a separate text.</summary>
/// <param name="cause">The cause.</param>
/// <param name="advice">The recommended action; empty if the cause is sufficient.</param>
internal sealed class UnreadableValueException(string cause, string advice)
    : ArgumentTransformationMetadataException($"{cause} {advice}".TrimEnd())
{
    public string Cause => cause;

    public string Advice => advice;
}
