using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Converts the value of a parameter that can be bound from the column of a row. Each such parameter has one of these attributes.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ColumnAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Read(inputData);

    /// <returns>A value of the parameter's type: PowerShell silently omits values of a row that it cannot convert.</returns>
    protected abstract object? Read(object? value);
}
