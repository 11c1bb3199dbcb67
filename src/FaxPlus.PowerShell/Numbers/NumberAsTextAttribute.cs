using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>
/// Numbers as text. An object that has none gives none: PowerShell would turn a member that comes down the pipeline into an
/// e-mail address and take that for a number.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberAsTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        object?[] items = data is IList list ? [.. list.Cast<object?>()] : [inputData];
        return items.Select(Text).Where(text => !string.IsNullOrWhiteSpace(text)).ToArray();
    }

    private static string? Text(object? item) => (item is PSObject wrapped ? wrapped.BaseObject : item) switch
    {
        null => null,
        string text => text,
        ValueType value => value.ToString(),
        _ => PSObject.AsPSObject(item).Properties["Number"]?.Value?.ToString(),
    };
}
