using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FaxPlus.Client.Tests.Support;
using FaxPlus.Client.Webhooks;
using Xunit;
using static FaxPlus.Client.Tests.Support.WebhookMessages;

namespace FaxPlus.Client.Tests;

/// <summary>Tests signatures of the public Standard Webhooks scheme: only valid signatures are accepted.</summary>
public class WebhookSignatureTests
{
    private const string VectorId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string VectorTime = "1614265330";
    private const string VectorBody = """{"test": 2432232314}""";
    private const string VectorSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    /// <summary>The names of the forgeries below.</summary>
    public static TheoryData<string> ForgeryNames => new(Forgeries.Keys);

    private static readonly Dictionary<string, Func<WebhookMessage>> Forgeries = new()
    {
        ["no headers at all"] = () => Of(FaxBody),
        ["no signature"] = () => Without("svix-signature"),
        ["no id"] = () => Without("svix-id"),
        ["no timestamp"] = () => Without("svix-timestamp"),
        ["an empty signature"] = () => With("svix-signature", ""),
        ["an empty id"] = () => With("svix-id", ""),
        ["an empty timestamp"] = () => With("svix-timestamp", ""),
        ["another id"] = () => With("svix-id", "msg_2"),
        ["another timestamp within the window"] = () => With("svix-timestamp", At(TimeSpan.FromSeconds(1))),
        ["the timestamp with a sign"] = () => With("svix-timestamp", "+" + At()),
        ["the timestamp with a leading zero"] = () => With("svix-timestamp", "0" + At()),
        ["the timestamp with a fraction"] = () => With("svix-timestamp", At() + ".0"),
        ["a timestamp in words, signed"] = () => Signed(timestamp: "now"),
        ["a timestamp that is too large for a number, signed"] = () => Signed(timestamp: new string('9', 30)),
        ["a negative timestamp, signed"] = () => Signed(timestamp: "-" + At()),
        ["a timestamp in milliseconds, signed"] = () => Signed(timestamp: At() + "000"),
        ["one number changed in the body"] = () => Body(FaxBody.Replace("\"pages\": 3", "\"pages\": 4", StringComparison.Ordinal)),
        ["another fax id in the body"] = () => Body(FaxBody.Replace("9200\", \"uid", "9201\", \"uid", StringComparison.Ordinal)),
        ["an additional blank in the body"] = () => Body(FaxBody + " "),
        ["a byte order mark before the body"] = () => Body("\uFEFF" + FaxBody),
        ["the body without its last character"] = () => Body(FaxBody[..^1]),
        ["no body"] = () => Body(""),
        ["another body"] = () => Body(VectorBody),
        ["other line endings in the body"] = () => Body(FaxBody.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["the signature of another secret"] = () => Signed(secret: OtherSecret),
        ["the signature without its last character"] = () => With("svix-signature", Signature("msg_1", At(), FaxBody)[..^1]),
        ["the signature with an additional character"] = () => With("svix-signature", Signature("msg_1", At(), FaxBody) + "="),
        ["the signature in small letters"] = () =>
            With("svix-signature", "v1," + Signature("msg_1", At(), FaxBody)[3..].ToLowerInvariant()),
        ["the signature without its version"] = () => With("svix-signature", Signature("msg_1", At(), FaxBody)[3..]),
        ["the signature as version 2"] = () => With("svix-signature", "v2," + Signature("msg_1", At(), FaxBody)[3..]),
        ["the signature as version 1a"] = () => With("svix-signature", "v1a," + Signature("msg_1", At(), FaxBody)[3..]),
        ["the version alone"] = () => With("svix-signature", "v1,"),
        ["the signature in hexadecimal"] = () =>
            With("svix-signature", "v1," + Convert.ToHexString(Convert.FromBase64String(Signature("msg_1", At(), FaxBody)[3..]))),
        ["entries separated by commas"] = () => With("svix-signature", "v1,AAAA," + Signature("msg_1", At(), FaxBody)),
        ["many wrong entries"] = () =>
            With("svix-signature", string.Join(' ', Enumerable.Range(0, 500).Select(i => Signature("msg_" + (i + 2), At(), FaxBody)))),
        ["the signature of the body alone"] = () =>
            With("svix-signature", "v1,"
            + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(Key(FirstSecret), Encoding.UTF8.GetBytes(FaxBody)))),
        ["the signature with the text of the secret as the key"] = () =>
            With("svix-signature", "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(FirstSecret), Encoding.UTF8.GetBytes($"msg_1.{At()}.{FaxBody}")))),
        ["the signature with an empty key"] = () =>
            With("svix-signature", "v1," + Convert.ToBase64String(
            System.Security.Cryptography.HMACSHA256.HashData(Array.Empty<byte>(), Encoding.UTF8.GetBytes($"msg_1.{At()}.{FaxBody}")))),
        ["a point moved from the id to the timestamp"] = () =>
            Of(FaxBody, ("svix-id", "msg"), ("svix-timestamp", "1." + At()), ("svix-signature", Signature("msg.1", At(), FaxBody))),
        ["two ids"] = () => Of(FaxBody, [.. Headers(Signed()), ("svix-id", "msg_1")]),
        ["two timestamps"] = () => Of(FaxBody, [.. Headers(Signed()), ("svix-timestamp", At())]),
        ["two signature headers"] = () => Of(FaxBody, [.. Headers(Signed()), ("svix-signature", "v1,AAAA")]),
        ["headers of two families"] = () =>
            Of(FaxBody, ("svix-id", "msg_1"), ("webhook-timestamp", At()), ("webhook-signature", Signature("msg_1", At(), FaxBody))),
        ["signed five minutes and a second ago"] = () => Signed(timestamp: At(TimeSpan.FromSeconds(301))),
        ["signed a day ago"] = () => Signed(timestamp: At(TimeSpan.FromDays(1))),
        ["signed five minutes and a second ahead"] = () => Signed(timestamp: At(TimeSpan.FromSeconds(-301))),
    };

    [Fact]
    public void The_published_test_vector_verifies()
    {
        var signature = new WebhookSignature([new Secret(FirstSecret)], () => DateTimeOffset.FromUnixTimeSeconds(1614265330));
        WebhookMessage vector = Of(VectorBody, ("svix-id", VectorId), ("svix-timestamp", VectorTime), ("svix-signature", VectorSignature));
        Assert.Equal(VectorId, signature.Demand(vector.Body, vector.Headers));
    }

    [Fact]
    public void The_published_test_vector_is_too_old_today()
    {
        var signature = new WebhookSignature([new Secret(FirstSecret)], () => DateTimeOffset.UtcNow);
        WebhookMessage vector = Of(VectorBody, ("svix-id", VectorId), ("svix-timestamp", VectorTime), ("svix-signature", VectorSignature));
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => signature.Demand(vector.Body, vector.Headers));
        Assert.Contains("more than five minutes ago", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public void A_forgery_is_refused_and_returns_no_object(string name)
    {
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => Reader(FirstSecret).Read(Forgeries[name]()));
        Assert.Equal(FaxPlusErrorKind.Forbidden, error.Kind);
        Assert.StartsWith("The webhook message was refused: ", error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(error.RecommendedAction));
        Assert.DoesNotContain(FirstSecret["whsec_".Length..], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tests_cover_more_than_thirty_different_forgeries() =>
        Assert.True(Forgeries.Values.Select(make => make()).Select(message => Encoding.UTF8.GetString(message.Body)
            + string.Join('\n', message.Headers)).Distinct().Count() == Forgeries.Count && Forgeries.Count > 30);

    [Theory]
    [InlineData("svix-")]
    [InlineData("Svix-")]
    [InlineData("webhook-")]
    [InlineData("WEBHOOK-")]
    public void Both_families_of_headers_are_accepted_in_any_case(string family) =>
        Assert.NotNull(Reader(FirstSecret).Read(Signed(family: family)));

    [Theory]
    [InlineData(300)]
    [InlineData(0)]
    [InlineData(-300)]
    public void A_difference_of_five_minutes_is_within_the_window(int secondsAgo) =>
        Assert.NotNull(Reader(FirstSecret).Read(Signed(timestamp: At(TimeSpan.FromSeconds(secondsAgo)))));

    [Fact]
    public void During_rotation_a_signature_by_either_secret_suffices()
    {
        IWebhookReader reader = Reader(OtherSecret, FirstSecret);
        Assert.NotNull(reader.Read(Signed(id: "old", secret: FirstSecret)));
        Assert.NotNull(reader.Read(Signed(id: "new", secret: OtherSecret)));
    }

    [Fact]
    public void One_valid_entry_among_several_suffices()
    {
        string both = $"v1a,AAAA {Signature("msg_1", At(), FaxBody, OtherSecret)} v1, {Signature("msg_1", At(), FaxBody)}";
        Assert.NotNull(Reader(FirstSecret).Read(With("svix-signature", both)));
    }

    [Fact]
    public void A_secret_is_also_accepted_without_its_prefix() => Assert.NotNull(Reader(FirstSecret["whsec_".Length..]).Read(Signed()));

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not Base64!")]
    public void The_error_for_an_invalid_secret_does_not_contain_it(string text)
    {
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => Reader(text));
        Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
        Assert.DoesNotContain("not Base64!", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_accepted_once_regardless_of_its_signing_time()
    {
        IWebhookReader reader = Reader(FirstSecret);
        reader.Read(Signed(id: "msg_1"));
        FaxPlusException error =
            Assert.Throws<FaxPlusException>(() => reader.Read(Signed(id: "msg_1", timestamp: At(TimeSpan.FromSeconds(5)))));
        Assert.Equal(FaxPlusErrorKind.Conflict, error.Kind);
        Assert.NotNull(reader.Read(Signed(id: "msg_2")));
    }

    [Fact]
    public void A_forged_message_does_not_use_the_id_of_a_genuine_one()
    {
        IWebhookReader reader = Reader(FirstSecret);
        Assert.Throws<FaxPlusException>(() => reader.Read(Signed(id: "msg_1", secret: OtherSecret)));
        Assert.NotNull(reader.Read(Signed(id: "msg_1")));
    }

    private static WebhookReader Reader(params string[] secrets) => new([.. secrets.Select(secret => new Secret(secret))], () => Now);

    private static byte[] Key(string secret) => Convert.FromBase64String(secret["whsec_".Length..]);

    private static (string Name, string Value)[] Headers(WebhookMessage message) =>
        [.. message.Headers.Select(header => (header.Key, header.Value))];

    private static WebhookMessage Without(string name) => Of(FaxBody, [.. Headers(Signed()).Where(header => header.Name != name)]);

    private static WebhookMessage With(string name, string value) =>
        Of(FaxBody, [.. Headers(Signed()).Select(header => header.Name == name ? (name, value) : header)]);

    private static WebhookMessage Body(string body) => Of(body, Headers(Signed()));
}
