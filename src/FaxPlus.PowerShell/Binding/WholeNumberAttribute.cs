using System;
using System.Globalization;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts a whole number, or null from an empty cell. Text must not contain separators, because PowerShell would convert 1.000, which is a
/// thousand in German, to 1. PowerShell would also round 1.5, and convert true to 1.
/// </summary>
internal sealed class WholeNumberAttribute : ColumnAttribute
{
    /// <summary>The smallest number that a row may contain.</summary>
    public int Least { get; set; } = int.MinValue;

    /// <summary>The largest number that a row may contain.</summary>
    public int Most { get; set; } = int.MaxValue;

    protected override object? Read(object? value)
    {
        if (Cell.IsBlank(value)) return null;
        int read = Cell.Bare(value) switch
        {
            string text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) => number,
            (sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal) and var given
                when Convert.ToDouble(given, CultureInfo.InvariantCulture) is >= int.MinValue and <= int.MaxValue and var number
                    && Math.Floor(number) == number =>
                    (int)number,
            _ => throw Cell.Unreadable($"'{Cell.Shown(value)}' is not a whole number, or is too large.", "Write digits only, such as 3."),
        };
        return read >= Least && read <= Most
            ? read
            : throw Cell.Unreadable($"{read} is not in the range from {Least} to {Most}.", "Correct the number.");
    }
}
