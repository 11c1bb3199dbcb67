using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts one or more texts. Without any value the list is empty; an empty text among others is an error, unless it may be omitted.
/// </summary>
internal sealed class TextsAttribute : ColumnAttribute
{
    /// <summary>Whether blank texts among others are omitted.</summary>
    public bool SkipsBlanks { get; set; }

    /// <summary>Whether the texts are paths, which may contain replacement characters.</summary>
    public bool ArePaths { get; set; }

    /// <summary>Whether ConvertFrom-Json may have read the texts as times, which are written as JSON writes them.</summary>
    public bool AreNotes { get; set; }

    /// <summary>Whether null, such as a misspelt variable, is an error, unlike an empty list.</summary>
    public bool RefusesNull { get; set; }

    /// <summary>Whether the texts are fax numbers, which are checked when they are parsed.</summary>
    public bool AreNumbers { get; set; }

    protected override object? Read(object? value)
    {
        if (RefusesNull && Cell.Bare(value) is null) throw Cell.Unreadable("The value is null. An empty list is written as @().");
        if (Cell.IsBlank(value)) return Array.Empty<string>();
        object?[] items = [.. Cell.Items(value).Where(item => !(SkipsBlanks && Cell.IsBlank(item)))];
        if (items.Any(Cell.IsBlank)) throw Cell.Unreadable($"One of '{string.Join(", ", items.Select(Cell.Shown))}' is empty.");
        IEnumerable<string> texts = items.Select(item => Cell.Text(AreNotes ? Cell.OfJson(item) : item, ArePaths)!);
        return texts.Select(text => AreNumbers ? text : Cell.Checked(text)).ToArray();
    }
}
