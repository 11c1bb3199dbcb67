using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>An empty cell of a CSV file means that nothing was said, not zero and not an error.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankAsNullAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
