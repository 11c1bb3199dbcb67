using System;
using System.Globalization;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>Converts a number of seconds to a time span. PowerShell would interpret a number as ticks, and text as days.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? given = Cell.Bare(inputData);
        if (given is bool) throw Cell.Unreadable($"'{given}' is not a time span.", "Specify a number of seconds, or a [timespan].");
        return given is not null && LanguagePrimitives.TryConvertTo(given, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(seconds)
            : inputData;
    }
}
