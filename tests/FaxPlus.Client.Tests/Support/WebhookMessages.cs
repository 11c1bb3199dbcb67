using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Messages as a sender of Standard Webhooks creates them, implemented independently of the client.</summary>
internal static class WebhookMessages
{
    public const string FirstSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string OtherSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    public const string FaxBody = """
        {"hook": {"id": "5c3f1a2b3c4d5e6f70819200", "event": "fax_received", "event_time": "2026-03-04 05:06:07",
                  "target": "https://example.com/hook"},
         "data": {"id": "5c3f1a2b3c4d5e6f70819200", "uid": "7724157c0974440293e45877c57f0703", "pages": 3,
                  "from": "+1 650-555-0123", "to": "+1 (650) 555-0100", "start_time": "2026-03-04 05:05:01", "file": "5c3f.tiff",
                  "file_name": "scan.pdf", "status": "success", "cost": 0.5, "shade": "grey"}}
        """;

    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 10, TimeSpan.Zero);

    public static string Signature(string id, string timestamp, string body, string secret = FirstSecret) =>
        "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    public static string At(TimeSpan ago = default) =>
        (Now - ago).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static WebhookMessage Of(string body, params (string Name, string Value)[] headers) =>
        new(Encoding.UTF8.GetBytes(body), [.. headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value))]);

    /// <summary>A valid message, except for the arguments that the test changes.</summary>
    public static WebhookMessage Signed(string body = FaxBody, string id = "msg_1", string? timestamp = null, string secret = FirstSecret,
        string family = "svix-")
    {
        timestamp ??= At();
        return Of(body, (family + "id", id), (family + "timestamp", timestamp),
            (family + "signature", Signature(id, timestamp, body, secret)));
    }
}
