namespace FaxPlus.PowerShell.Binding;

/// <summary>One text.</summary>
internal sealed class TextAttribute : ColumnAttribute
{
    /// <summary>Whether blank text means that nothing was said.</summary>
    public bool BlankIsNull { get; set; }

    protected override object? Read(object? value) => BlankIsNull && Cell.IsBlank(value) ? null : Cell.Text(value);
}
