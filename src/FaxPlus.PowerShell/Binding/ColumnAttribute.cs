using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Converts the value of a parameter that can be bound from a row column. Each such parameter has an attribute of a derived class.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ColumnAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Read(inputData);
        }
        catch (UnreadableValueException error)
        {
            if (!RowValues.Record(this, inputData, error)) throw;
            return Replacement;
        }
    }

    /// <summary>The valid value that replaces an invalid value, in a row that the command then refuses.</summary>
    protected virtual object? Replacement => Read("");

    /// <returns>A value of the parameter's type. PowerShell would silently omit a row value that it cannot convert.</returns>
    protected abstract object? Read(object? value);
}
