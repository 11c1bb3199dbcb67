using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Reports;

/// <summary>
/// Writes the table rows as JSON for the page's script. The JSON writer escapes all characters that could end the script element.
/// </summary>
internal static class ReportData
{
    public static IReadOnlyList<string> Columns { get; } =
    [
        "Time", "Direction", "From", "To", "Pages", "Duration", "Cost", "Status", "Comment", "Id",
    ];

    public static bool IsNumber(string column) => column is "Pages" or "Duration" or "Cost";

    public static string Duration(long? seconds) => seconds switch
    {
        null => "",
        < 60 => string.Format(CultureInfo.InvariantCulture, "{0} s", seconds),
        < 3600 => string.Format(CultureInfo.InvariantCulture, "{0} min {1} s", seconds / 60, seconds % 60),
        _ => string.Format(CultureInfo.InvariantCulture, "{0} h {1} min", seconds / 3600, seconds % 3600 / 60),
    };

    /// <summary>
    /// Writes each fax as an array, and each status once, with its description and outcome. The elements of the array are the Unix time in
    /// seconds, the UTC offset in minutes, direction, from, to, pages, duration in seconds, cost, status index, comment and id.
    /// </summary>
    public static void Write(Stream stream, IReadOnlyList<ReportRow> rows, TimeZoneInfo zone)
    {
        var statuses = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("faxes");
        foreach (ReportRow row in rows)
        {
            if (!places.TryGetValue(row.Status, out int place))
            {
                places[row.Status] = place = statuses.Count;
                statuses.Add(row.Status);
            }

            json.WriteStartArray();
            Number(json, row.Time?.ToUnixTimeSeconds());
            Number(json, row.Time is DateTimeOffset time ? (long)zone.GetUtcOffset(time).TotalMinutes : null);
            Text(json, row.Direction);
            Text(json, row.From);
            Text(json, row.To);
            Number(json, row.Pages);
            Number(json, row.Seconds);
            if (row.Cost is decimal cost) json.WriteNumberValue(cost);
            else json.WriteNullValue();
            json.WriteNumberValue(place);
            Text(json, row.Comment);
            Text(json, row.Id);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("statuses");
        foreach (string status in statuses)
        {
            json.WriteStartArray();
            Text(json, status);
            Text(json, FaxStatus.Describe(status));
            json.WriteNumberValue((int)Outcomes.Of(status));
            json.WriteStringValue(Outcomes.Of(status).Style());
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string? text) => json.WriteStringValue(text is null ? null : PrintableText.Of(text));

    private static void Number(Utf8JsonWriter json, long? number)
    {
        if (number is long value) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }
}
