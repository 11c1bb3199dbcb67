using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Members;

/// <summary>
/// Converts a deserialized member, from a file or another process, to a Member object. Otherwise, PowerShell would bind the outdated
/// role and quota of the deserialized object.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StoredMemberAttribute : ArgumentTransformationAttribute
{
    /// <summary>The types that are accepted in addition to members and accounts.</summary>
    public Type[] Others { get; set; } = [];

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject { BaseObject: IList list } ? Members(list) : inputData is IList items ? Members(items) : MemberOf(inputData);

    private object?[] Members(IList items) => [.. items.Cast<object?>().Select(MemberOf)];

    private object? MemberOf(object? item)
    {
        if (item is PSObject stored && stored.TypeNames.Contains("Deserialized.FaxPlus.Member"))
        {
            return new Member(
                new Account { Uid = stored.Properties["Uid"]?.Value as string, Email = stored.Properties["Email"]?.Value as string });
        }

        // Faxes and other objects also have a UserId, which PowerShell would bind next.
        if (item is not null && TypeOrigin.IsOfModule(item) && !TypeOrigin.IsRowOr(item, [typeof(Member), typeof(Account), .. Others]))
        {
            throw Cell.Unreadable($"'{item}' is not a member.", FromPropertyAttribute.MemberHint);
        }
        return item;
    }
}
