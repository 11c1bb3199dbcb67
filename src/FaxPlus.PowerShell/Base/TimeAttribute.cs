using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>
/// Times given as text mean the same on every machine; without a zone they are local. PowerShell itself would read them by the machine's culture: in another
/// calendar, or with day and month changed about.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text || string.IsNullOrWhiteSpace(text)) return inputData;
        return Read(text) ?? throw new ArgumentTransformationMetadataException($"'{text}' is no time, or one that not everybody reads alike. Write the year first: 2027-02-28 08:00, or 2027-02-28T08:00:00Z.");
    }

    /// <summary>The time, or null where it is none, or where the year is not first and this machine's culture reads another one.</summary>
    public static DateTimeOffset? Read(string text)
    {
        if (!TryRead(text, CultureInfo.InvariantCulture, out DateTimeOffset time)) return null;
        bool beginsWithYear = text.TrimStart().TakeWhile(char.IsDigit).Count() == 4;
        return beginsWithYear || !TryRead(text, CultureInfo.CurrentCulture, out DateTimeOffset local) || local == time ? time : null;
    }

    public static bool TryRead(string text, CultureInfo culture, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces, out time);
}
