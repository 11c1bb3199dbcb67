using FaxPlus.PowerShell.Binding;

namespace FaxPlus;

/// <summary>The argument of a parameter, as far as it can be read without running the script.</summary>
internal sealed class CommandArgument
{
    public static readonly CommandArgument Given = new(true, null);

    public static readonly CommandArgument Absent = new(false, null);

    public static readonly CommandArgument Uncertain = new(null, null);

    private CommandArgument(bool? isGiven, string? text)
    {
        IsGiven = isGiven;
        Text = text;
    }

    /// <summary>Whether it is given; null if it is known only at run time.</summary>
    public bool? IsGiven { get; }

    /// <summary>Its text if it is constant. <c>{…}</c> replaces parts that are not.</summary>
    public string? Text { get; }

    public static CommandArgument Constant(string text) => new(true, text);
}
