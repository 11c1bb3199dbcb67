using System;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Recognizes columns that contain a send time under a name other than SendTime.</summary>
internal static class TimeColumn
{
    private static readonly string[] s_times =
    [
        "Schedule", "Scheduled", "ScheduledTime", "ScheduledFor", "ScheduleTime", "SendAt", "SendDate", "SendOn", "SendDateTime",
        "DeliveryTime", "TransmitTime", "SendTimeUtc", "SendTimeLocal", "SendTimeUtcOffset", "FaxTime", "FaxDate", "ScheduledAt",
        "DeliverAt", "SendAfter", "NotBefore", "TimeToSend", "TimeSend",
    ];

    /// <summary>Whether a column may contain a send time.</summary>
    public static bool IsNamed(string column) => s_times.Contains(ColumnName.WordOf(column), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a column such as Schedule contains a time. If the command ignored the column, it would send the fax immediately.
    /// </summary>
    public static bool Is(PSPropertyInfo column) =>
        IsNamed(column.Name)
        && Cell.Bare(ColumnValue.Of(column)) is DateTime or DateTimeOffset or string
        && (Cell.Bare(ColumnValue.Of(column)) is not string text || TimeAttribute.Read(text) is not null);
}
