using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts any value for a parameter of a command with secrets, because a parameter binding error would show the command line with the
/// secret. An invalid value becomes a value that the command refuses when it runs.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UncheckedAttribute : ArgumentTransformationAttribute
{
    /// <summary>The value for a number that cannot be read.</summary>
    public const int NoNumber = int.MinValue;

    /// <summary>Whether the parameter is a number; otherwise it is text.</summary>
    public bool IsNumber { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (IsNumber) return LanguagePrimitives.TryConvertTo(inputData, CultureInfo.InvariantCulture, out int number) ? number : NoNumber;
        object? bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return bare is IEnumerable items and not string ? string.Join(" ", items.Cast<object?>())
            : bare is null ? null
            : Convert.ToString(bare, CultureInfo.InvariantCulture);
    }

    /// <exception cref="FaxPlusException">The number is not within the range.</exception>
    public static void Demand(string parameter, int value, int min, int max)
    {
        if (value >= min && value <= max) return;
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"-{parameter} is not a whole number from {min} to {max}.")
        {
            RecommendedAction = $"Correct the value of -{parameter}.",
        };
    }
}
