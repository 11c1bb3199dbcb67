using FaxPlus.PowerShell.Binding;

namespace FaxPlus;

/// <summary>What a parameter of a call is given, as far as that can be read without running it.</summary>
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

    /// <summary>Whether it is given; null where only the run can tell.</summary>
    public bool? IsGiven { get; }

    /// <summary>Its text where that is constant. <c>{…}</c> stands for a part that is not.</summary>
    public string? Text { get; }

    public static CommandArgument Constant(string text) => new(true, text);
}
