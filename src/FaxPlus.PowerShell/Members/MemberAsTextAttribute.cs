using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>Members and accounts, also those that came back from a file, as their uids; text stays as it is.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MemberAsTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return data is IList items and not byte[] ? items.Cast<object?>().Select(Text).ToArray() : Text(inputData);
    }

    private static object? Text(object? item)
    {
        if (item is null || (item is PSObject wrapped ? wrapped.BaseObject : item) is string) return item;
        PSObject member = PSObject.AsPSObject(item);
        return member.Properties["Uid"]?.Value ?? member.Properties["UserId"]?.Value ?? member.Properties["Email"]?.Value ?? item;
    }
}
