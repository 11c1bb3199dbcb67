namespace FaxPlus.PowerShell.Binding;

/// <summary>Accepts one text.</summary>
internal sealed class TextAttribute : ColumnAttribute
{
    /// <summary>Whether blank text counts as no value.</summary>
    public bool BlankIsNull { get; set; }

    protected override object? Read(object? value) => BlankIsNull && Cell.IsBlank(value) ? null : Cell.Text(value);
}
