using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Reads a text, such as an id, from a property of the bound object. Without this attribute, PowerShell may convert any pipeline object to
/// text, which would be sent to the service.
/// </summary>
/// <param name="properties">The property names; the first property that is not empty is used.</param>
internal sealed class FromPropertyAttribute(params string[] properties) : ColumnAttribute
{
    // Properties that many types of objects have.
    private static readonly string[] s_generic = ["Id", "Uid", "UserId", "Email"];

    public const string FaxHint = "A fax that was just submitted has only an outbox id; Wait-FaxPlusFax returns its record.";
    public const string OutboxHint = "A fax that was sent or received is no longer in the outbox.";
    public const string ContactHint = "Specify the id of a contact, or the output of Get-FaxPlusContact.";
    public const string ContactGroupHint = "Specify the id or name of a group, or the output of Get-FaxPlusContactGroup.";
    public const string MemberHint = "Specify a uid, or the output of Get-FaxPlusMember or Get-FaxPlusAccount.";

    /// <summary>The advice for an object that has none of the properties.</summary>
    public string? Hint { get; set; }

    /// <summary>
    /// The types, in addition to rows, whose Id, Uid, UserId or Email is accepted. In other types, such a property may have another
    /// meaning.
    /// </summary>
    public Type[] Owners { get; set; } = [];

    /// <summary>A property that identifies an object as input for another parameter.</summary>
    public string? Unless { get; set; }

    /// <summary>Whether an empty value, or a row without values, becomes <see cref="Cell.Blank"/>.</summary>
    public bool KeepsBlank { get; set; }

    protected override object? Replacement => Cell.Blank;

    protected override object? Read(object? value)
    {
        if (KeepsBlank && (Cell.IsBlank(value) || (value is PSObject row && Cell.IsBlankRow(row)))) return Cell.Blank;
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

    /// <summary>
    /// The properties to read. If an object has the first property, such as FaxId, its Id has another meaning, even if the first property
    /// is empty.
    /// </summary>
    private IEnumerable<string> NamesIn(object item)
    {
        bool isOwn = IsOwn(item);
        return properties.Where((name, i) => (isOwn || !s_generic.Contains(name))
            && (name != "Id" || i == 0 || PSObject.AsPSObject(item).Properties[properties[0]] is null));
    }

    private bool IsOwn(object item) => Owners.Length == 0 || TypeOrigin.IsRowOr(item, Owners);

    private Exception Lacking(object item)
    {
        string message = $"'{item}' has no {string.Join(" or ", properties)}.";

        // If the inner exception is a PSInvalidCastException, PowerShell tries the parameters that bind by property name.
        return Unless is not null && IsOwn(item) && ValueOf(item, Unless) is not null
            ? new ArgumentTransformationMetadataException($"{message} {Hint}".TrimEnd(), new PSInvalidCastException(message))
            : Cell.Unreadable(message, Hint ?? "");
    }

    private static object? ValueOf(object item, string property) => PSObject.AsPSObject(item).Properties[property]?.Value;

    /// <summary>Whether a value is text, or can be formatted as text, such as a number.</summary>
    private static bool IsText(object? item) => Cell.Bare(item) is string or IFormattable;
}
