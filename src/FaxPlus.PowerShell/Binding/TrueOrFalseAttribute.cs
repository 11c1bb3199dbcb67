using System;
using System.Globalization;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>Accepts true and false, including the texts true, yes, 1, false, no and 0 from a CSV file.</summary>
/// <param name="blank">The value of an empty cell.</param>
internal sealed class TrueOrFalseAttribute(bool blank) : ColumnAttribute
{
    protected override object? Read(object? value) => Cell.IsBlank(value) ? blank : Cell.Bare(value) switch
    {
        string text when bool.TryParse(text, out bool given) => given,
        string text when text.Trim().ToUpperInvariant() is "YES" or "1" => true,
        string text when text.Trim().ToUpperInvariant() is "NO" or "0" => false,
        bool given => given,
        SwitchParameter given => given.IsPresent,
        (sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal) and var number
            when Convert.ToDouble(number, CultureInfo.InvariantCulture) is 0 or 1 =>
                Convert.ToDouble(number, CultureInfo.InvariantCulture) == 1,
        _ => throw Cell.Unreadable($"'{Cell.Shown(value)}' is neither true nor false.", "Write True or False."),
    };
}
