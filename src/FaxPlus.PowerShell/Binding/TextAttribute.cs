namespace FaxPlus.PowerShell.Binding;

/// <summary>Accepts one text.</summary>
internal sealed class TextAttribute : ColumnAttribute
{
    /// <summary>Whether blank text counts as no value.</summary>
    public bool BlankIsNull { get; set; }

    /// <summary>Whether the text is a telephone number.</summary>
    public bool IsNumber { get; set; }

    protected override object? Read(object? value)
    {
        if (BlankIsNull && Cell.IsBlank(value)) return null;
        string? text = Cell.Text(value);
        if (IsNumber && text is not null) Cell.CheckNumber(text);
        return text;
    }
}
