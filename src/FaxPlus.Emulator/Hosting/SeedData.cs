using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>Generates the initial accounts and faxes, which are always the same.</summary>
internal static class SeedData
{
    // All seeded faxes are earlier than this time, so that faxes that are sent or received later are newer.
    private static readonly DateTime Newest = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // The size of a page, which is the maximum number of faxes in one second that paging by time can handle.
    private const int FullPage = 50;
    private const int EnoughForFullPage = 200;

    private static readonly int[] GroupSizes = [1, 1, 2, 1, 7, 1, 3, 1, 1, 40, 1, 5, 1, 2, 1, 13, 1, 1, 29];
    private static readonly int[] GapSeconds = [1, 59, 3601, 2, 17, 86_399, 1, 600, 4_211, 1, 127_003, 33];

    public static IEnumerable<Account> Accounts(bool odd)
    {
        yield return Account("admin", "Ada", "Administrator", 1000);
        yield return Account("member1", "Max", "Member", 1000);

        var manager = Account("member2", "Mia", "Manager", 500);
        if (odd)
        {
            // As in an example of the service, member_of is an empty object instead of an array, and the notification modes are Booleans
            // instead of strings.
            manager.Document["member_of"] = new JsonObject();
            var slack = manager.Document["notifications"]!["settings"]!["slack"]!;
            slack["receive_fax"] = false;
            slack["send_fax"] = false;
        }

        yield return manager;
    }

    public static IEnumerable<Fax> Faxes(EmulatorOptions options, string ownerId, string ownNumber)
    {
        var count = options.SeedFaxes;
        var time = Newest;
        var left = count;
        for (var group = 0; left > 0; group++)
        {
            time = time.AddSeconds(-GapSeconds[group % GapSeconds.Length]);
            var isFullPage = group == 3 && count >= EnoughForFullPage;
            var size = Math.Min(left, isFullPage ? FullPage : GroupSizes[group % GroupSizes.Length]);
            for (var i = 0; i < size; i++, left--)
            {
                // All faxes of the full page are received, so that a list of the inbox contains as many faxes of that second as a list of
                // all categories.
                var number = count - left;
                var exact = options.Fractions ? time.AddMilliseconds(1 + (number * 37 % 999)) : time;
                yield return Fax(number, exact, isFullPage, options.Odd, ownerId, ownNumber);
            }
        }
    }

    private static Fax Fax(int number, DateTime time, bool isReceived, bool odd, string ownerId, string ownNumber)
    {
        var isOutgoing = !isReceived && number % 3 == 1;
        var other = $"+4144555{number % 10_000:0000}";
        return new Fax
        {
            Id = Ids.SeededFaxId(number),
            OwnerId = ownerId,
            IsOutgoing = isOutgoing,
            Status = Status(number, isOutgoing, odd),
            Pages = 1 + (number % 5),
            From = isOutgoing ? ownNumber : other,
            To = isOutgoing ? other : ownNumber,
            Comment = number % 4 == 0 ? odd ? null : "" : $"Seeded fax {number}",
            IsRead = isOutgoing || number % 5 < 2,
            IsSpam = !isReceived && !isOutgoing && number % 23 == 0,
            SubmitTime = isOutgoing ? time : null,
            // The start time of a sent fax is later than its submit time, so that tests detect a client that confuses the two times.
            StartTime = isOutgoing ? time.AddSeconds(4) : time,
            LastUpdate = time.AddSeconds(90),
            MaxRetry = isOutgoing ? 0 : null,
            RetryDelay = isOutgoing ? 0 : null,
            HasNumberSpelling = odd && number % 7 == 3,
            IsSparse = number % 11 == 5,
            IsOdd = odd && number % 11 == 5,
            HasUnknownField = odd && number % 13 == 6,
        };
    }

    private static string Status(int number, bool isOutgoing, bool odd) => (number % 29, isOutgoing) switch
    {
        (0, _) when odd => FaxStatus.Unheard,
        (5, true) => "failed_user_busy",
        (11, true) => "failed_no_answer",
        (17, true) => "partially_sent",
        (17, false) => "partially_received",
        _ => FaxStatus.Success,
    };

    private static Account Account(string key, string name, string role, int quota)
    {
        const string adminKey = "admin";
        const string lastName = "Example";
        var isAdmin = key == adminKey;
        var uid = Ids.SeededUid(key);
        return new Account(uid, isAdmin, new JsonObject
        {
            ["uid"] = uid,
            ["email"] = $"{name.ToLowerInvariant()}@example.com",
            ["account_type"] = isAdmin ? "corporate_admin" : "corporate_member",
            ["status"] = "active",
            ["creation_date"] = "2025-03-14 09:26:53",
            ["name"] = name,
            ["lastname"] = lastName,
            ["phone"] = "+16505550199",
            ["profile_image"] = "",
            ["last_password_modification_date"] = null,
            ["member_of"] = isAdmin ? new JsonArray() : new JsonArray(Ids.SeededUid(adminKey)),
            ["account_data"] = new JsonObject
            {
                ["company_logo"] = "",
                ["company_name"] = "Example Ltd",
                ["deactivation_reason"] = null,
                ["default_file_type"] = "pdf",
                ["role"] = role,
                ["save_history"] = true,
            },
            ["settings"] = new JsonObject
            {
                ["caller_id_name"] = $"{name} {lastName}",
                ["options"] = new JsonObject(),
                ["send_fax"] = new JsonObject
                {
                    ["retry"] = new JsonObject { ["count"] = 0, ["delay"] = 0 },
                    ["should_enhance"] = true,
                },
            },
            ["notifications"] = new JsonObject
            {
                ["black_list"] = new JsonObject { ["uids"] = new JsonArray() },
                ["settings"] = new JsonObject
                {
                    ["email"] = new JsonObject
                    {
                        ["addresses"] = new JsonArray($"{name.ToLowerInvariant()}@example.com"),
                        ["attachments"] = new JsonObject { ["confirmation_page"] = true, ["receive_fax"] = true, ["send_fax"] = false },
                        ["low_credit"] = true,
                        ["new_feature"] = false,
                        ["receive_fax"] = true,
                        ["send_fax"] = true,
                        ["voicemail"] = false,
                    },
                    ["push_notifications"] = new JsonObject
                    {
                        ["low_credit"] = true,
                        ["new_feature"] = false,
                        ["receive_fax"] = true,
                        ["send_fax"] = true,
                        ["voicemail"] = false,
                    },
                    ["sms"] = new JsonObject
                    {
                        ["low_credit"] = false,
                        ["new_feature"] = false,
                        ["receive_fax"] = false,
                        ["send_fax"] = false,
                        ["voicemail"] = false,
                        ["numbers"] = new JsonArray(),
                    },
                    ["slack"] = new JsonObject { ["receive_fax"] = "off", ["send_fax"] = "off", ["target_channel"] = "" },
                    ["language"] = "en",
                },
            },
        })
        {
            Role = role,
            Quota = quota,
        };
    }
}
