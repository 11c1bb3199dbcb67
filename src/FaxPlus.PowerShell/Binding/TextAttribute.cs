namespace FaxPlus.PowerShell.Binding;

/// <summary>Accepts a single text.</summary>
internal sealed class TextAttribute : ColumnAttribute
{
    /// <summary>Whether blank text counts as no value.</summary>
    public bool BlankIsNull { get; set; }

    /// <summary>Whether blank text becomes <see cref="Cell.Blank"/>.</summary>
    public bool KeepsBlank { get; set; }

    /// <summary>
    /// Whether a time is converted back to text, because ConvertFrom-Json converts text in the format of a JSON time to a time.
    /// </summary>
    public bool IsNote { get; set; }

    /// <summary>Whether the text is a fax number, which the number parser checks.</summary>
    public bool IsNumber { get; set; }

    /// <summary>Whether the text is a telephone number that is stored as it is written.</summary>
    public bool IsPhone { get; set; }

    /// <summary>Whether the text is an e-mail address, which must not contain invisible characters.</summary>
    public bool IsEmail { get; set; }

    /// <summary>Whether the text is a name in a single line.</summary>
    public bool IsName { get; set; }

    protected override object? Replacement => Cell.Blank;

    protected override object? Read(object? value)
    {
        if (Cell.IsBlank(value) && (BlankIsNull || KeepsBlank)) return KeepsBlank ? Cell.Blank : null;
        string? text = Cell.Text(IsNote ? Cell.OfJson(value) : value);
        if (IsPhone) Cell.CheckDigits(text);
        if ((IsName || IsEmail) && text?.Trim().IndexOfAny(['\r', '\n', '\u2028', '\u2029']) >= 0)
        {
            throw IsEmail
                ? Cell.Unreadable($"'{Cell.Shown(text)}' is not a single e-mail address.", "Specify one e-mail address in a single line.")
                : Cell.Unreadable($"'{Cell.Shown(text)}' contains a line break.", "Write the name in a single line.");
        }

        if (IsEmail && text is not null && InvisibleCharacter.In(text.Trim()) is { } unseen)
        {
            throw Cell.Unreadable($"'{Cell.Shown(text)}' contains the invisible character {unseen}.", InvisibleCharacter.Advice);
        }

        return IsNumber ? text : Cell.Checked(text);
    }
}
