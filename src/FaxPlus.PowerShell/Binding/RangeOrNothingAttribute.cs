using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>A range that also accepts null, from an empty cell.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RangeOrNothingAttribute(int least, int most) : ValidateArgumentsAttribute
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not int number || (number >= least && number <= most)) return;
        throw new ValidationMetadataException($"{number} is not in the range from {least} to {most}.");
    }
}
