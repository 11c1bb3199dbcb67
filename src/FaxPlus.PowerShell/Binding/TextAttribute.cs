namespace FaxPlus.PowerShell.Binding;

/// <summary>Accepts one text.</summary>
internal sealed class TextAttribute : ColumnAttribute
{
    /// <summary>Whether blank text counts as no value.</summary>
    public bool BlankIsNull { get; set; }

    /// <summary>Whether blank text becomes <see cref="Cell.Blank"/>.</summary>
    public bool KeepsBlank { get; set; }

    /// <summary>Whether ConvertFrom-Json may have read the text as a time, which is written as JSON writes it.</summary>
    public bool IsNote { get; set; }

    /// <summary>Whether the text is a fax number, which is checked when it is parsed.</summary>
    public bool IsNumber { get; set; }

    /// <summary>Whether the text is a telephone number that is stored as it is written.</summary>
    public bool IsPhone { get; set; }

    protected override object? Read(object? value)
    {
        if (Cell.IsBlank(value) && (BlankIsNull || KeepsBlank)) return KeepsBlank ? Cell.Blank : null;
        string? text = Cell.Text(IsNote ? Cell.OfJson(value) : value);
        if (IsPhone) Cell.CheckDigits(text);
        return IsNumber ? text : Cell.Checked(text);
    }
}
