using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using FaxPlus.Client.Reports;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

public class ReportTests
{
    private const string Evil = "</script><img src=x onerror=alert(1)><!--<script>\"'&";

    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.CreateCustomTimeZone("Two hours east", TimeSpan.FromHours(2), null, null);

    [Fact]
    public void Text_from_faxes_is_encoded_at_every_position_of_the_page()
    {
        Fax fax = Sent("success");
        (fax.Id, fax.Comment, fax.From, fax.To, fax.Direction) = (Evil + "id", Evil + "comment", Evil + "from", Evil + "to", "outgoing");
        Fax failed = Sent("failed_" + Evil);

        string page = Page([fax, failed], options => options.Title = Evil + "title");

        Assert.DoesNotContain("<img", page);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        Assert.DoesNotContain("<!--", page);
        Assert.Contains(WebUtility.HtmlEncode(Evil + "comment"), page);
        JsonElement row = Data(page).GetProperty("faxes")[0];
        Assert.Equal([Evil + "from", Evil + "to", Evil + "comment", Evil + "id"], new[] { 3, 4, 9, 10 }.Select(i => row[i].GetString()!));
    }

    [Fact]
    public void Control_characters_in_faxes_do_not_appear_on_the_page()
    {
        Fax fax = Sent("failed_\u001B[2J");
        (fax.Id, fax.Comment, fax.From, fax.To) = ("a\u202Eb", "a\u0007\u202E\u2028b", "a\u001B]0;x\u0007b", "a\u2066b");
        string page = Page([fax], options => options.Title = "a\u202Eb");
        Assert.DoesNotMatch(@"[\p{Cc}\u2028-\u202E\u2066-\u2069-[\r\n\t]]", page);
        Assert.DoesNotMatch(@"\\u(00[01]|202[89A-E]|206[6-9])", page);
    }

    [Fact]
    public void A_comment_with_unpaired_surrogates_is_written()
    {
        string page = Page([Sent("success", comment: "a\ud83d b\0c \u202Ed")]);
        Assert.StartsWith("a", Data(page).GetProperty("faxes")[0][9].GetString());
    }

    [Fact]
    public void The_policy_permits_only_the_page_s_own_script_and_style_and_no_network_request()
    {
        string page = Page([Sent("success")]);

        string policy = WebUtility.HtmlDecode(
            Regex.Match(page, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value);
        Assert.Equal(
            [$"base-uri 'none'", "default-src 'none'", "form-action 'none'", $"script-src 'sha256-{Hash(page, "script")}'",
                $"style-src 'sha256-{Hash(page, "style")}'"],
            policy.Split("; ").Order(StringComparer.Ordinal));
        Assert.Empty(Regex.Matches(page, @"\b(src|action|srcset|data|poster)=|<(link|iframe|object|embed|base|img)\b|@import|url\(|https?:",
            RegexOptions.IgnoreCase));
        Assert.All(Regex.Matches(page, "href=\"([^\"]*)\"").Select(match => match.Groups[1].Value), address =>
            Assert.StartsWith("#", address));
        Assert.Empty(Regex.Matches(page, @"<[^>]+\s(style|on\w+)="));
    }

    [Fact]
    public void The_report_counts_by_outcome_and_the_rate_excludes_unfinished_faxes()
    {
        FaxStatistics statistics = Statistics(
            Sent("success", pages: 3, cost: 0.3m), Sent("success", pages: 1, cost: 0.1m), Sent("partially_sent", pages: 2),
                Sent("failed_user_busy"), Sent("insufficient_credit"),
            Sent("in_progress"), Sent("some_new_word"), Received("success", pages: 5, cost: 0m), Received("partially_received"));

        Tally sent = statistics.Total.Sent;
        Assert.Equal((7, 2, 1, 2, 2),
            (sent.Faxes, sent[FaxOutcome.Whole], sent[FaxOutcome.InPart], sent[FaxOutcome.Failed], sent[FaxOutcome.Open]));
        Assert.Equal((5, 40m, 6L, 0.4m), (sent.Ended, sent.Rate, sent.Pages, sent.Cost));
        Assert.Equal((2, 50m, 5L), (statistics.Total.Received.Faxes, statistics.Total.Received.Rate, statistics.Total.Received.Pages));
        Assert.Equal(["failed_user_busy", "insufficient_credit", "partially_received", "partially_sent"],
            statistics.Reasons.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rate_of_100_percent_means_all_faxes()
    {
        FaxStatistics statistics = Statistics([Sent("failed"), .. Enumerable.Range(0, 4999).Select(_ => Sent("success"))]);
        Assert.Equal(99.9m, statistics.Total.Sent.Rate);
    }

    [Theory]
    [InlineData(2, 3, 66.7)]
    [InlineData(264, 284, 93.0)]
    [InlineData(1, 8, 12.5)]
    [InlineData(4999, 5000, 99.9)]
    [InlineData(1, 5000, 0.1)]
    [InlineData(0, 5000, 0)]
    [InlineData(5000, 5000, 100)]
    public void A_rate_is_never_rounded_to_all_or_none(int whole, int all, double rate) =>
        Assert.Equal((decimal)rate,
            Statistics([.. Enumerable.Range(0, all).Select(i => Sent(i < whole ? "success" : "failed"))]).Total.Sent.Rate);

    [Fact]
    public void A_retry_is_recommended_only_for_known_statuses()
    {
        string page = Page([Sent("failed_user_busy"), Sent("failed_invalid_number_format"), Sent("failed_carrier_on_holiday")]);
        Assert.Matches("failed_user_busy.*may help", page);
        Assert.Matches("failed_invalid_number_format.*does not help", page);
        Assert.Matches("failed: carrier on holiday.*failed_carrier_on_holiday.*<td class=\"say\"></td>", page);
    }

    [Fact]
    public void An_error_during_the_collection_of_the_faxes_is_shown_at_the_top()
    {
        using var folder = new Folder();
        IFaxReport report = new FaxPlusClientFactory().BeginReport(new FaxReportOptions(new SaveOptions(folder.Path("r.html"))));
        report.Add(Sent("success"));
        report.Trouble = "Listing faxes failed: <b>400</b>.";
        report.Save();
        Assert.Contains(
            "<b>Faxes may be missing.</b> Cause: Listing faxes failed: &lt;b&gt;400&lt;/b&gt;.",
            File.ReadAllText(folder.Path("r.html")));
        Assert.DoesNotContain("Faxes may be missing", Page([Sent("success")]));
    }

    [Fact]
    public void Without_a_finished_fax_no_rate_is_shown()
    {
        Assert.Null(Statistics(Sent("sending")).Total.Sent.Rate);
        Assert.Contains("no sent fax has finished", Page([Sent("sending")]));
    }

    [Fact]
    public void Days_use_the_time_zone_of_the_report_and_times_also_show_UTC()
    {
        Fax fax = Sent("success", time: "2026-03-01T22:30:00Z");

        string page = Page([fax]);

        Assert.Equal([new DateTime(2026, 3, 2)], Statistics(fax).Days.Keys);
        Assert.Contains("<time datetime=\"2026-03-01T22:30:00Z\" title=\"2026-03-01 22:30:00 UTC\">2026-03-02 00:30</time>", page);
        JsonElement row = Data(page).GetProperty("faxes")[0];
        Assert.Equal((fax.SubmitTime!.Value.ToUnixTimeSeconds(), 120), (row[0].GetInt64(), row[1].GetInt32()));
    }

    [Fact]
    public void The_user_s_number_is_the_sender_of_a_sent_fax_and_the_receiver_of_a_received_fax()
    {
        FaxStatistics statistics = Statistics(Sent("success", from: "+1 650-555-0100", to: "+14155550111"),
            Received("success", from: "+14155550111", to: "+16505550100"), Sent("failed", from: "+16505550100", to: "+14155550112"));

        KeyValuePair<string, Traffic> own = Assert.Single(statistics.Numbers);
        Assert.Equal(("+16505550100", 2, 1), (own.Key, own.Value.Sent.Faxes, own.Value.Received.Faxes));
        Assert.Equal(["+14155550111", "+14155550112"], statistics.Destinations.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((100m, 0m), (statistics.Destinations["+14155550111"].Rate, statistics.Destinations["+14155550112"].Rate));
    }

    [Fact]
    public void Unknown_values_are_shown_as_unknown_and_not_counted_as_zero()
    {
        string page = Page([new Fax { Id = "bare" }, Sent("success", pages: 1, cost: 1)]);
        Assert.Contains("without a number of pages: 1.", page);
        Assert.Contains("without a cost: 1.", page);
        Assert.Contains("without a time, which belong to no day: 1.", page);
        Assert.Contains("counted as received: 1.", page);
        Assert.DoesNotContain("without a ", Page([Sent("success", pages: 1, cost: 1)]));
    }

    [Fact]
    public void A_fax_that_occurs_twice_is_counted_once()
    {
        using var folder = new Folder();
        Fax fax = Sent("success");
        IFaxReport report = Begin(folder.Path("r.html"));
        report.Add(fax);
        report.Add(fax);
        Assert.Equal(1, report.Count);
    }

    [Fact]
    public void A_report_without_faxes_is_created()
    {
        string page = Page([]);
        Assert.Contains("None: no fax failed", page);
        Assert.Contains("0 faxes", page);
        Assert.Equal(0, Data(page).GetProperty("faxes").GetArrayLength());
    }

    [Fact]
    public void The_newest_faxes_are_first_with_and_without_the_script_and_none_is_missing()
    {
        Fax[] faxes = [.. Enumerable.Range(0, 20_000).Select(i => Sent("success", id: $"fax{i}",
            time: DateTimeOffset.UnixEpoch.AddMinutes(i * 7919 % 20_000).ToString("o", CultureInfo.InvariantCulture)))];

        string page = Page(faxes);

        long[] times = [.. Data(page).GetProperty("faxes").EnumerateArray().Select(row => row[0].GetInt64())];
        Assert.Equal(20_000, times.Distinct().Count());
        Assert.Equal(times.OrderDescending(), times);
        Assert.Equal(FaxesSection.FirstRows, Regex.Count(page, "<tr role=\"row\"><td"));
        Assert.Contains($">{faxes.OrderByDescending(fax => fax.Time).First().Id}<", page);
        Assert.Contains("The newest 50 of 20,000 faxes", page);
        Assert.InRange(page.Length, 1, 6_000_000);
    }

    [Fact]
    public void A_bar_is_a_day_or_with_too_many_days_a_week_or_a_month()
    {
        Assert.Equal(("day", 92, 2), Shape(0, 91));
        Assert.Equal(("week", 15, 2), Shape(0, 98));
        Assert.Equal(("month", 2, 2), Shape(0, 900));
        Assert.Equal(("day", 1, 1), Shape(0));

        static (string Unit, int Slots, int Bars) Shape(params int[] days)
        {
            var chart = new DayChart(
                days.Select(day => new KeyValuePair<DateTime, Tally>(new DateTime(2026, 3, 2).AddDays(day), new Tally())));
            return (chart.Unit, chart.Slots, chart.Bars.Count);
        }
    }

    [Theory]
    [InlineData(49, 0, false)]
    [InlineData(50, 0, true)]
    [InlineData(25, 25, false)]
    [InlineData(50, 50, true)]
    public void The_page_names_a_second_that_a_list_may_show_incompletely(int sent, int received, bool isCrowded)
    {
        Fax[] faxes = [.. Enumerable.Range(0, sent).Select(_ => Sent("success", time: "2026-03-01T10:00:05Z")),
            .. Enumerable.Range(0, received).Select(_ => Received("success", time: "2026-03-01T10:00:05Z"))];

        string page = Page(faxes);

        Assert.Equal(isCrowded, page.Contains("Faxes may be missing."));
        if (isCrowded) Assert.Matches("At least 50 faxes share the time <time [^>]*>2026-03-01 12:00:05</time>\\. The service", page);
    }

    [Fact]
    public void Seconds_that_may_be_incomplete_are_counted()
    {
        string page = Page(Enumerable.Range(0, 160).Select(i => Sent("success", time: $"2026-03-01T10:00:0{i % 3}Z")));
        Assert.Matches("2026-03-01 12:00:02</time>, and at least as many faxes share each of 2 other seconds\\.", page);
    }

    [Fact]
    public void A_date_is_below_its_bar_in_a_chart_with_few_bars()
    {
        string page = Page([Sent("success", time: "2026-03-01T10:00:00Z"), Sent("success", time: "2026-03-03T10:00:00Z")]);
        Assert.Contains("<div class=\"axis few\" aria-hidden=\"true\"><span>2026-03-01</span><span></span><span>2026-03-03</span></div>",
            page);
        Assert.Contains("<div class=\"axis\" aria-hidden=\"true\"><span>2026-03-01</span><span>2026-03-05</span></div>",
            Page([Sent("success", time: "2026-03-01T10:00:00Z"), Sent("success", time: "2026-03-05T10:00:00Z")]));
        Assert.Contains("<span>2025-03</span><span>2026-03</span>", Page([Sent("success", time: "2025-03-01T10:00:00Z"),
            Sent("success", time: "2026-03-01T10:00:00Z"), Sent("success", time: "2020-03-01T10:00:00Z")]));
    }

    [Fact]
    public void A_chart_has_a_text_alternative()
    {
        string page = Page([Sent("success", time: "2026-03-01T10:00:00Z"), Sent("failed", time: "2026-03-01T11:00:00Z"),
            Sent("success", time: "2026-03-03T11:00:00Z")]);
        foreach (Match chart in Regex.Matches(page, "<svg class=\"chart\"[^>]*>"))
        {
            foreach (string id in Regex.Match(chart.Value, "aria-labelledby=\"([^\"]*)\"").Groups[1].Value.Split(' '))
                Assert.Single(Regex.Matches(page, $"id=\"{id}\""));
        }

        Assert.Contains("<title>2026-03-01: 1 whole, 1 failed (50.0 %)</title>", page);
        Assert.Contains("The lowest is 50.0 %, 2026-03-01.", page);
    }

    [Fact]
    public void The_page_is_the_same_in_every_culture()
    {
        Fax[] faxes = [Sent("failed", pages: 1200, cost: 1234.5m, time: "2026-03-01T10:00:00Z", id: "a"), Sent("success", pages: 1,
            time: "2026-03-01T10:00:00Z", id: "b"), Sent("success", pages: 1, time: "2026-03-01T10:00:00Z", id: "c")];
        string expected = Page(faxes);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-CH");
            Assert.Equal(expected, Page(faxes));
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(expected, Page(faxes));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_existing_file_is_reported_before_any_fax_is_read_and_does_not_change()
    {
        using var folder = new Folder();
        string file = folder.File("r.html", [1, 2, 3]);
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => Begin(file));
        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
        Assert.Equal(FaxPlusAdvice.Overwrite, error.Advice);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(file));

        Begin(file, overwrite: true).Save();
        Assert.Equal(["r.html"], folder.Names);
        Assert.Contains("</html>", File.ReadAllText(file));
    }

    [Fact]
    public void No_file_is_written_before_the_end_and_a_file_created_in_the_meantime_is_kept()
    {
        using var folder = new Folder();
        IFaxReport report = Begin(folder.Path("r.html"));
        report.Add(Sent("success"));
        Assert.Empty(folder.Names);

        string file = folder.File("r.html", [1, 2, 3]);
        Assert.Equal(FaxPlusErrorKind.Conflict, Assert.Throws<FaxPlusException>(report.Save).Kind);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(file));
        Assert.Equal(["r.html"], folder.Names);
    }

    private static int s_next;

    private static Fax Sent(string status, int? pages = null, decimal? cost = null, string from = "+16505550100",
        string to = "+14155550111", string time = "2026-03-01T12:00:00Z", string? comment = null, string? id = null) => new()
    {
        Id = id ?? $"id{Interlocked.Increment(ref s_next)}",
        Direction = "outgoing",
        Status = status,
        From = from,
        To = to,
        Pages = pages,
        Cost = cost,
        Comment = comment,
        SubmitTime = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture),
    };

    private static Fax Received(string status, int? pages = null, decimal? cost = null, string from = "+14155550111",
        string to = "+16505550100", string time = "2026-03-01T12:00:00Z")
    {
        Fax fax = Sent(status, pages, cost, from, to, time);
        (fax.Direction, fax.StartTime) = ("incoming", fax.SubmitTime);
        return fax;
    }

    private static FaxStatistics Statistics(params Fax[] faxes)
    {
        var statistics = new FaxStatistics(s_zone);
        foreach (Fax fax in faxes) statistics.Add(fax);
        return statistics;
    }

    private static IFaxReport Begin(string file, bool overwrite = false) =>
        new FaxPlusClientFactory()
            .BeginReport(new FaxReportOptions(new SaveOptions(file, overwrite)) { TimeZone = s_zone, MadeAt = DateTimeOffset.UnixEpoch });

    private static string Page(IEnumerable<Fax> faxes, Action<FaxReportOptions>? set = null)
    {
        using var folder = new Folder();
        var options = new FaxReportOptions(new SaveOptions(folder.Path("r.html"))) { TimeZone = s_zone, MadeAt = DateTimeOffset.UnixEpoch };
        set?.Invoke(options);
        IFaxReport report = new FaxPlusClientFactory().BeginReport(options);
        foreach (Fax fax in faxes) report.Add(fax);
        report.Save();
        return File.ReadAllText(folder.Path("r.html"));
    }

    private static JsonElement Data(string page) =>
        JsonDocument.Parse(Regex.Match(page, "id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;

    private static string Hash(string page, string element) =>
        Convert.ToBase64String(SHA256.HashData(
        Encoding.UTF8.GetBytes(Regex.Match(page, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline).Groups[1].Value)));
}
