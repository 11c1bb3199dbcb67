using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FaxPlus.Emulator;

/// <summary>Reads the body of <c>POST outbox</c>, and refuses a body that the service would refuse.</summary>
internal static partial class SendRequest
{
    private const int MostDestinations = 4000;
    private const int MostFiles = 10;
    private const long Megabyte = 1024 * 1024;
    private const int MostRetries = 3;
    private const int LongestDelay = 30;

    private static readonly string[] CoverPageFlags = ["urgent", "for_review", "please_reply", "confidential"];

    public static List<OutboxItem> Read(JsonBody body, ServiceState state, Account sender, UploadStore uploads, EmulatorOptions options)
    {
        body.AllowOnly("from", "to", "files", "from_fax", "comment", "options", "send_time", "return_ids", "cover_page");
        var senders = Senders(body, state);
        var destinations = Destinations(body, options);
        var comment = body.Object("comment");
        comment?.AllowOnly("text", "tags");
        var settings = body.Object("options");
        settings?.AllowOnly("enhancement", "retry");
        var enhancement = settings?.Flag("enhancement") ?? true;
        var retry = settings?.Object("retry");
        retry?.AllowOnly("count", "delay");
        body.Flag("return_ids");
        var (files, pages) = Content(body, state, sender, uploads, options.MaxMegabytes);
        var coverPage = CoverPage(body);
        var sendTime = SendTime(body);
        var now = state.Clock.Now;

        return
        [
            .. destinations.Select((to, i) =>
            {
                // The service chooses one of several senders for each recipient; the emulator uses the senders in turn.
                var from = senders[i % senders.Length];
                return new OutboxItem
                {
                    Uid = sender.Uid,
                    From = IsNoNumber(from) ? null : WithoutExtension(from),
                    DesignatedFrom = from,
                    To = to,
                    IsRespelt = options.NormalizeNumbers,
                    SubmitTime = now,
                    VisibleFrom = DateTime.UtcNow.AddSeconds(options.HideSeconds),
                    SendTime = sendTime,
                    Pages = pages + (coverPage is null ? 0 : 1),
                    Files = files,
                    CommentText = comment?.Text("text") ?? "",
                    Tags = comment?.Texts("tags") ?? [],
                    Enhancement = enhancement,
                    RetryCount = retry?.Whole("count", 0, MostRetries) ?? 0,
                    RetryDelay = retry?.Whole("delay", 0, LongestDelay) ?? 0,
                    CoverPage = coverPage,
                };
            }),
        ];
    }

    private static string[] Senders(JsonBody body, ServiceState state) =>
    [
        .. body.RequiredText("from").Split(',', StringSplitOptions.TrimEntries).Select(from =>
            IsNoNumber(from) || state.Numbers.Exists(n => n.Number == WithoutExtension(from))
                ? from
                : throw ApiException.BadRequest($"'from': the account does not own the number '{from}'.")),
    ];

    // The vendor's SDKs also accept no_number in capital letters.
    private static bool IsNoNumber(string from) => from is "no_number" or "NO_NUMBER";

    private static string WithoutExtension(string number) => Extension().Replace(number, "");

    private static string[] Destinations(JsonBody body, EmulatorOptions options)
    {
        if (body.Texts("to") is not { Length: > 0 } to) throw body.Missing("to");
        if (to.Length > MostDestinations)
        {
            throw ApiException.BadRequest(
                $"'to' has {to.Length} destinations; the maximum is {MostDestinations}.", "too_many_destinations");
        }

        var wrong = Array.Find(to, t => !PhoneNumber.IsE164(options.NormalizeNumbers ? PhoneNumber.Normalize(t) : t));
        if (wrong is not null) throw ApiException.BadRequest($"'to': '{wrong}' is not a number in the E.164 format, such as +16505550100.");

        // The response has one id for each destination, so a destination that is specified twice gets one fax.
        return [.. (options.NormalizeNumbers ? to.DistinctBy(PhoneNumber.Normalize).Select(PhoneNumber.Respell) : to.Distinct())];
    }

    /// <summary>
    /// Returns the uploaded files, followed by the files of an earlier fax if the request specifies one, and the number of pages.
    /// </summary>
    private static (IReadOnlyList<UploadedFile> Files, int Pages) Content(
        JsonBody body, ServiceState state, Account sender, UploadStore uploads, int maxMegabytes)
    {
        var paths = body.Texts("files") ?? [];
        var earlier = body.Text("from_fax") is not { } faxId
            ? null
            : state.Faxes.Find(f => f.Id == faxId && f.OwnerId == sender.Uid)
                ?? throw ApiException.BadRequest($"'from_fax': there is no fax '{faxId}'.");
        if (paths.Length == 0 && earlier is null) throw body.Missing("files");
        if (paths.Length > MostFiles)
        {
            throw ApiException.BadRequest($"'files' has {paths.Length} files; the maximum is {MostFiles}.", "too_many_files");
        }

        UploadedFile[] files =
        [
            .. paths.Select(p => uploads.Find(p) ?? throw ApiException.BadRequest($"'files': no file was uploaded as '{p}'.")),
        ];
        var bytes = files.Sum(f => f.Length);
        if (bytes > maxMegabytes * Megabyte)
        {
            throw ApiException.TooLarge($"The files have {bytes} bytes; the maximum for a fax is {maxMegabytes} MB.");
        }

        return ([.. files, .. earlier?.Files ?? []], files.Sum(f => f.Pages) + (earlier?.Pages ?? 0));
    }

    private static JsonObject? CoverPage(JsonBody body)
    {
        if (body.Object("cover_page") is not { } page) return null;
        page.AllowOnly("name_to", "name_from", "subject", "message", "flags");
        foreach (var name in (string[])["name_to", "name_from", "subject"]) page.RequiredText(name);
        page.Text("message");
        foreach (var flag in page.Texts("flags") ?? [])
        {
            if (!CoverPageFlags.Contains(flag))
            {
                throw ApiException.BadRequest($"'cover_page.flags': '{flag}' is not one of {string.Join(", ", CoverPageFlags)}.");
            }
        }

        return (JsonObject?)body.Copy("cover_page");
    }

    private static DateTime? SendTime(JsonBody body) => body.Text("send_time") is not { } text
        ? null
        : Times.TryParseZoned(text, out var time)
            ? time
            : throw ApiException.BadRequest($"'send_time' must have the form 2026-01-31 23:59:59 +0000, not '{text}'.");

    [GeneratedRegex(@"\*[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
