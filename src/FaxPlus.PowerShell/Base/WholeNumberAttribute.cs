using System;
using System.Globalization;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>
/// A whole number, or null, as an empty cell gives it. Text has digits only: PowerShell takes 1.000, a thousand in German, for one, and drops without
/// a word what it cannot convert from the column of a row.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? data = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        string? text = data as string;
        if (data is null || (text is not null && string.IsNullOrWhiteSpace(text))) return null;
        bool isNumber = text is null
            ? LanguagePrimitives.TryConvertTo(data, CultureInfo.InvariantCulture, out int number)
            : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
        return isNumber ? number : throw new ArgumentTransformationMetadataException($"'{data}' is no whole number, or too large a one. Write digits only, such as 3.");
    }
}
