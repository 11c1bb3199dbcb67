using FaxPlus.PowerShell.Binding;

namespace FaxPlus;

/// <summary>The argument of a parameter, as far as the argument can be determined without running the script.</summary>
internal sealed class CommandArgument
{
    /// <summary>The placeholder for the parts of a string that are not constant.</summary>
    public const string Gap = "{…}";

    /// <summary>A specified argument, whose value is not constant and may be null.</summary>
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

    /// <summary>Whether the argument is specified; null if this is known only at run time.</summary>
    public bool? IsGiven { get; }

    /// <summary>Whether the argument has a value other than null; null if this is known only at run time.</summary>
    public bool? HasValue => IsGiven == true && Text is null ? HasText : IsGiven;

    /// <summary>Whether the argument is a string that is not blank; null if this is known only at run time.</summary>
    public bool? HasText { get; }

    /// <summary>
    /// The argument as a string; null if no part is constant. <see cref="Gap"/> replaces the parts that are not constant.
    /// </summary>
    public string? Text { get; }

    public static CommandArgument Constant(string text) =>
        new(true, text, string.IsNullOrWhiteSpace(text) ? false : string.IsNullOrWhiteSpace(text.Replace(Gap, "")) ? null : true);

    /// <summary>Combines two arguments, only one of which applies at run time.</summary>
    public static CommandArgument Either(CommandArgument one, CommandArgument other)
    {
        if (one.IsGiven != other.IsGiven) return Uncertain;
        if (one.IsGiven != true || (one.Text == other.Text && one.HasText == other.HasText)) return one;
        return one.HasText == true && other.HasText == true ? s_filled : Given;
    }
}
