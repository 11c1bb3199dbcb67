using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>How a parameter that may come from the column of a row reads its value. Each such parameter has one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ColumnAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Read(inputData);

    /// <returns>A value of the parameter's own type: what PowerShell cannot convert from a row, it drops without a word.</returns>
    protected abstract object? Read(object? value);
}
