using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>
/// Takes text, such as an id, out of the objects that have it. Without it, PowerShell may turn any object from the pipeline into text,
/// and that goes to the service.
/// </summary>
/// <param name="properties">Where it stands in an object. The first that is not empty counts.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextOfAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    public const string FaxHint = "A fax that was just handed in has an outbox id only; Wait-FaxPlusFax gives its record.";
    public const string OutboxHint = "A fax that was sent or received is in the outbox no more.";
    public const string MemberHint = "Give a uid, or what Get-FaxPlusMember and Get-FaxPlusAccount give out.";

    /// <summary>What may help with an object that has none of it.</summary>
    public string? Hint { get; set; }

    /// <summary>The property of objects that are meant for another parameter.</summary>
    public string? Unless { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object?[] texts = [.. Bare(inputData) is IList items ? items.Cast<object?>().SelectMany(TextsOf) : TextsOf(inputData)];
        return texts.Length == 1 ? texts[0] : texts;
    }

    private IEnumerable<object?> TextsOf(object? item)
    {
        if (item is null || IsText(item)) return [item];
        object? found = properties.Select(name => ValueOf(item, name)).FirstOrDefault(value => value is not (null or ""));
        object?[] texts = Bare(found) is IList several ? [.. several.Cast<object?>()] : [found];
        return Array.TrueForAll(texts, IsText) && texts.Length > 0 ? texts : throw Lacking(item);
    }

    private Exception Lacking(object item)
    {
        string message = $"'{item}' has no {string.Join(" or ", properties)}. {Hint}".TrimEnd();

        // With this cause, PowerShell goes on to the parameters that take properties.
        return Unless is not null && ValueOf(item, Unless) is not null
            ? new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message))
            : new ArgumentTransformationMetadataException(message);
    }

    private static object? ValueOf(object item, string property) => PSObject.AsPSObject(item).Properties[property]?.Value;

    private static object? Bare(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;

    /// <summary>Text, and what has one way to be written, such as a number.</summary>
    private static bool IsText(object? item) => Bare(item) is string or IFormattable;
}
