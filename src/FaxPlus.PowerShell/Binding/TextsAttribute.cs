using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts one or more texts. Without a value, the list is empty. An empty text among others causes an error, unless
/// <see cref="SkipsBlanks"/> is set.
/// </summary>
internal sealed class TextsAttribute : ColumnAttribute
{
    /// <summary>Whether blank texts among others are omitted.</summary>
    public bool SkipsBlanks { get; set; }

    /// <summary>Whether the texts are paths, which may contain replacement characters.</summary>
    public bool ArePaths { get; set; }

    /// <summary>
    /// Whether times are converted back to text, because ConvertFrom-Json converts text in the format of a JSON time to a time.
    /// </summary>
    public bool AreNotes { get; set; }

    /// <summary>
    /// Whether null, blank text, or a list of such values causes an error. Such a value usually comes from a misspelt variable. An empty
    /// list is allowed.
    /// </summary>
    public bool RefusesNull { get; set; }

    /// <summary>Whether the texts are fax numbers, which the number parser checks.</summary>
    public bool AreNumbers { get; set; }

    protected override object? Replacement => Array.Empty<string>();

    protected override object? Read(object? value)
    {
        if (RefusesNull && Cell.IsBlank(value) && Cell.Bare(value) is not ICollection { Count: 0 })
        {
            string kind = Cell.Bare(value) is null ? "null" : "empty";
            throw Cell.Unreadable($"The value is {kind}.", "Specify @() for an empty list.");
        }
        if (Cell.IsBlank(value)) return Array.Empty<string>();
        object?[] items = [.. Cell.Items(value).Where(item => !(SkipsBlanks && Cell.IsBlank(item)))];
        if (items.Any(Cell.IsBlank)) throw Cell.Unreadable($"'{string.Join(", ", items.Select(Cell.Shown))}' contains an empty value.");
        IEnumerable<string> texts = items.Select(item => Cell.Text(AreNotes ? Cell.OfJson(item) : item, ArePaths)!);
        return texts.Select(text => AreNumbers ? text : Cell.Checked(text)).ToArray();
    }
}
