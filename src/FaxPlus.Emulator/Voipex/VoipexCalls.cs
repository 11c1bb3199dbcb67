using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>Lists 250 generated telephone calls at intervals of seven minutes, oldest first.</summary>
internal static class VoipexCalls
{
    private const int Count = 250;
    private const int DefaultPage = 100;
    private const int LongestPage = 5000;
    private const string DefaultZone = "Europe/Prague";

    private static readonly DateTime Begin = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Ways = ["In", "Out", "Loc"];

    public static IResult List(
        string? startTime, string? endTime, string? page, string? pageSize, string? way, string? phoneNumber, string? timezone)
    {
        var (start, end) = (Voipex.Time("startTime", startTime), Voipex.Time("endTime", endTime));
        var (number, size) = (Whole("page", page, 1, int.MaxValue), Whole("pageSize", pageSize, DefaultPage, LongestPage));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timezone ?? DefaultZone, out var zone))
        {
            throw ApiException.BadRequest($"'timezone': '{timezone}' is not known.");
        }

        if (way is not null && !Ways.Contains(way)) throw ApiException.BadRequest($"'way' must be {string.Join(", ", Ways)}, not '{way}'.");
        JsonObject[] found =
        [
            .. Enumerable.Range(0, Count)
                .Where(i => (start is null || Time(i) >= start)
                    && (end is null || Time(i) < end)
                    && (way is null || Way(i) == way)
                    && (phoneNumber is null || Other(i) == phoneNumber))
                .Select(i => ToWire(i, zone)),
        ];
        return Answer.Json(new JsonObject
        {
            ["items"] = new JsonArray([.. found.Skip((number - 1) * size).Take(size)]),
            ["links"] = new JsonArray(),
            ["currentPage"] = number,
            ["totalPages"] = (found.Length + size - 1) / size,
            ["totalResults"] = found.Length,
        });
    }

    private static DateTime Time(int index) => Begin.AddMinutes(7 * index);

    private static string Way(int index) => Ways[index % Ways.Length];

    private static string Other(int index) => string.Create(CultureInfo.InvariantCulture, $"+4144555{index:0000}");

    private static JsonObject ToWire(int index, TimeZoneInfo zone) => new()
    {
        ["linkedid"] = string.Create(CultureInfo.InvariantCulture, $"1772438400.{index}"),
        ["calldate"] = Local(Time(index), zone),
        ["endTime"] = Local(Time(index).AddSeconds(90), zone),
        ["src"] = Way(index) == "In" ? Other(index) : "101",
        ["dst"] = Way(index) == "In" ? "101" : Other(index),
        ["phoneNumber"] = Other(index),
        ["duration"] = 90,
        ["billsec"] = 80,
        ["disposition"] = "ANSWERED",
        ["way"] = Way(index),
        ["line"] = 101,
        ["categories"] = new JsonArray(),
    };

    private static string Local(DateTime time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(time, zone).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static int Whole(string name, string? text, int fallback, int most) => text is null
        ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw ApiException.BadRequest($"'{name}' must be a whole number from 1 to {most}, not '{text}'.");
}
