using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>
/// Takes ids out of the objects that have them. Without it, PowerShell may turn an object from the pipeline into text and
/// bind that as an id.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdsAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData switch
        {
            PSObject { BaseObject: IList list } => Ids(list),
            IList list => Ids(list),
            _ => Id(inputData),
        };

    private object?[] Ids(IList list) => [.. list.Cast<object?>().Select(Id)];

    private object? Id(object? item)
    {
        if (item is null || (item is PSObject wrapped ? wrapped.BaseObject : item) is string or ValueType) return item;
        PSObject inspected = PSObject.AsPSObject(item);
        return properties.Select(name => inspected.Properties[name]?.Value).FirstOrDefault(value => value is not null)
            ?? throw new ArgumentTransformationMetadataException($"'{item}' has no {string.Join(" or ", properties)}. A fax that was just handed in has an outbox id only; Wait-FaxPlusFax gives its record.");
    }
}
