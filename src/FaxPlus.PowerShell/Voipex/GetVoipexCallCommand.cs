using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Voipex;

namespace FaxPlus.PowerShell;

/// <summary>Lists Voipex telephone calls page by page. Times are requested in UTC, and returned as DateTimeOffset values.</summary>
[Cmdlet(VerbsCommon.Get, "VoipexCall")]
[OutputType("FaxPlus.VoipexCall")]
public sealed class GetVoipexCallCommand : VoipexCmdlet
{
    private const int PageSize = 100;

    private static readonly string[] s_times = ["calldate", "endTime", "stamp"];

    /// <summary>The earliest time of the calls, inclusive. A time without an offset is local.</summary>
    [Parameter(Position = 0)]
    [Time]
    public DateTimeOffset? After { get; set; }

    /// <summary>The latest time of the calls, exclusive. A time without an offset is local.</summary>
    [Parameter(Position = 1)]
    [Time]
    public DateTimeOffset? Before { get; set; }

    /// <summary>The direction of the calls: In, Out or Loc (calls within the telephone system).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Way { get; set; }

    /// <summary>The number of the other party.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? PhoneNumber { get; set; }

    /// <summary>The maximum number of calls to return.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(null, List);

    private void List()
    {
        int left = First ?? int.MaxValue;
        for (int page = 1; left > 0; page++)
        {
            object? body = Request(VoipexService.Api, new FaxPlusRequest("GET", "/calls") { Query = Query(page) });
            if (body is not Dictionary<string, object?> answer
                || !answer.TryGetValue("items", out object? list)
                || list is not object?[] items)
            {
                throw new FaxPlusException(
                    FaxPlusErrorKind.InvalidResponse, "Listing the calls failed, because the response has no list of calls.")
                {
                    RecommendedAction = "Check the address with Connect-Voipex -ApiUri.",
                };
            }

            foreach (object? item in items.Take(left)) WriteObject(Call(item));
            left -= items.Length;
            // If the response has no page count, a page with fewer items than requested is the last page.
            if (items.Length == 0
                || (answer.TryGetValue("totalPages", out object? pages) && pages is not null
                    ? page >= Convert.ToInt64(pages, CultureInfo.InvariantCulture)
                    : items.Length < PageSize))
            {
                return;
            }
        }
    }

    private List<KeyValuePair<string, string>> Query(int page)
    {
        var query = new List<KeyValuePair<string, string>>();
        if (After is DateTimeOffset after) query.Add(Parameter("startTime", Text(after)));
        if (Before is DateTimeOffset before) query.Add(Parameter("endTime", Text(before)));
        if (Way is not null) query.Add(Parameter("way", Way));
        if (PhoneNumber is not null) query.Add(Parameter("phoneNumber", PhoneNumber));
        query.Add(Parameter("page", page.ToString(CultureInfo.InvariantCulture)));
        query.Add(Parameter("pageSize", PageSize.ToString(CultureInfo.InvariantCulture)));
        // Without this parameter, the service returns times in the Prague time zone without an offset (API reference 4.3).
        query.Add(Parameter("timezone", "UTC"));
        return query;
    }

    /// <summary>Converts the time properties of a call to DateTimeOffset. Other properties are unchanged.</summary>
    private static object? Call(object? item)
    {
        object? call = RawBody.ToPowerShell(item);
        if (call is not PSObject { BaseObject: PSCustomObject } custom) return call;
        foreach (string name in s_times)
        {
            if (custom.Properties[name] is { Value: string text } property
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            {
                property.Value = time;
            }
        }

        custom.TypeNames.Insert(0, "FaxPlus.VoipexCall");
        return custom;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(RawBody.VoipexTime, CultureInfo.InvariantCulture);
}
