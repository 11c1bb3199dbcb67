using System;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>Accepts a list and removes null and blank text. Null becomes an empty list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithoutBlanksAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Cell.Items(inputData).Where(item => !Cell.IsBlank(item)).ToArray();
}
