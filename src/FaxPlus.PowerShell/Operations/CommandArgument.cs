using FaxPlus.PowerShell.Binding;

namespace FaxPlus;

/// <summary>The argument of a parameter, as far as it can be read without running the script.</summary>
internal sealed class CommandArgument
{
    /// <summary>Replaces the parts of a text that are not constant.</summary>
    public const string Gap = "{…}";

    /// <summary>Given; its value is not constant, and may be null.</summary>
    public static readonly CommandArgument Given = new(true, null, null);

    public static readonly CommandArgument Absent = new(false, null, false);

    public static readonly CommandArgument Uncertain = new(null, null, null);

    private static readonly CommandArgument s_filled = new(true, null, true);

    private CommandArgument(bool? isGiven, string? text, bool? hasText)
    {
        IsGiven = isGiven;
        Text = text;
        HasText = hasText;
    }

    /// <summary>Whether it is given; null if it is known only at run time.</summary>
    public bool? IsGiven { get; }

    /// <summary>Whether it is a value other than null; null if only the run can tell.</summary>
    public bool? HasValue => IsGiven == true && Text is null ? HasText : IsGiven;

    /// <summary>Whether it is a text that is not empty; null if only the run can tell.</summary>
    public bool? HasText { get; }

    /// <summary>Its text if it is constant. <see cref="Gap"/> replaces parts that are not.</summary>
    public string? Text { get; }

    public static CommandArgument Constant(string text) =>
        new(true, text, string.IsNullOrWhiteSpace(text) ? false : string.IsNullOrWhiteSpace(text.Replace(Gap, "")) ? null : true);

    /// <summary>One of two arguments, which of them only the run can tell.</summary>
    public static CommandArgument Either(CommandArgument one, CommandArgument other)
    {
        if (one.IsGiven != other.IsGiven) return Uncertain;
        if (one.IsGiven != true || (one.Text == other.Text && one.HasText == other.HasText)) return one;
        return one.HasText == true && other.HasText == true ? s_filled : Given;
    }
}
