using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Takes text, such as an id, out of the objects that have it. Without it, PowerShell may turn any object from the pipeline into text,
/// and that goes to the service.
/// </summary>
/// <param name="properties">Where it stands in an object. The first that is not empty counts.</param>
internal sealed class FromPropertyAttribute(params string[] properties) : ColumnAttribute
{
    // What objects of every kind have.
    private static readonly string[] s_generic = ["Id", "Uid", "UserId"];

    public const string FaxHint = "A fax that was just handed in has an outbox id only; Wait-FaxPlusFax gives its record.";
    public const string OutboxHint = "A fax that was sent or received is in the outbox no more.";
    public const string MemberHint = "Give a uid, or what Get-FaxPlusMember and Get-FaxPlusAccount give out.";

    /// <summary>What may help with an object that has none of it.</summary>
    public string? Hint { get; set; }

    /// <summary>The types whose Id, Uid or UserId is meant. Other types have such a property too, for something else; rows are taken at their word.</summary>
    public Type[] Owners { get; set; } = [];

    /// <summary>The property of objects that are meant for another parameter.</summary>
    public string? Unless { get; set; }

    protected override object? Read(object? value)
    {
        object?[] texts = [.. Cell.Bare(value) is IList items ? items.Cast<object?>().SelectMany(TextsOf) : TextsOf(value)];
        return texts.Length == 1 ? texts[0] : texts;
    }

    private IEnumerable<object?> TextsOf(object? item)
    {
        if (Cell.Bare(item) is null) return [null];
        if (IsText(item)) return [Cell.Text(item)];
        object? found = NamesIn(item!).Select(name => ValueOf(item!, name)).FirstOrDefault(value => Cell.Bare(value) is not (null or ""));
        object?[] texts = Cell.Bare(found) is IList several ? [.. several.Cast<object?>()] : [found];
        return Array.TrueForAll(texts, IsText) && texts.Length > 0 ? texts.Select(text => (object?)Cell.Text(text)) : throw Lacking(item!);
    }

    /// <summary>The properties that count. The Id of a row with an empty FaxId is something else.</summary>
    private IEnumerable<string> NamesIn(object item)
    {
        bool isOwn = Owners.Length == 0 || TypeOrigin.IsRowOr(item, Owners);
        return properties.Where((name, i) => (isOwn || !s_generic.Contains(name)) && (name != "Id" || i == 0 || PSObject.AsPSObject(item).Properties[properties[0]] is null));
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

    /// <summary>Text, and what has one way to be written, such as a number.</summary>
    private static bool IsText(object? item) => Cell.Bare(item) is string or IFormattable;
}
