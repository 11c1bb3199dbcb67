using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using FaxPlus.Client.Http;
using Xunit;

namespace FaxPlus.Client.Tests.Authentication;

/// <summary>
/// Tests that a secret is masked in text, and that a short secret is not masked within words, because the rest of the word would reveal the
/// secret.
/// </summary>
public class SecretMaskTests
{
    private const string Gap = "********";

    [Theory]
    [InlineData("longer-one", "xlonger-oney", "x" + Gap + "y")]
    [InlineData("12345678", "+112345678", "+1" + Gap)]
    public void A_long_secret_is_masked_at_every_position(string secret, string text, string masked) =>
        Assert.Equal(masked, Mask(secret, text));

    [Theory]
    [InlineData("fail", "failed: unfailing failures, FAIL, re_fail, 4fail4")]
    [InlineData("1234", "number +16505512345, 012345, 12345, 91234")]
    [InlineData("password", "xpasswor d")]
    [InlineData("über", "überall, darüber")]
    public void A_secret_of_four_to_seven_characters_is_not_masked_within_a_word(string secret, string text) =>
        Assert.Equal(text, Mask(secret, text));

    [Theory]
    [InlineData("it may fail here")]
    [InlineData("fail")]
    [InlineData("a=b&password=fail&c=d")]
    [InlineData("a%3Db%26password%3Dfail%26c")]
    [InlineData("{\"password\":\"fail\"}")]
    [InlineData("{\\u0022password\\u0022:\\u0022fail\\u0022}")]
    [InlineData("password:\\nfail\\n")]
    [InlineData("Basic (api:fail)")]
    public void A_secret_of_four_to_seven_characters_is_masked_as_a_separate_word(string text) =>
        Assert.Equal(text.Replace("fail", Gap, StringComparison.Ordinal), Mask("fail", text));

    [Theory]
    [InlineData("no", "There is no such number, nothing, \"no such fax\", /no/, no.")]
    [InlineData("30", "12:30, 30 faxes, +16505550130, page=300")]
    [InlineData("a", "a fax of a member, data=abc")]
    public void A_secret_of_up_to_three_characters_is_not_masked_in_prose(string secret, string text) =>
        Assert.Equal(text, Mask(secret, text));

    [Theory]
    [InlineData("username=ada&password=no&client_id=api")]
    [InlineData("username=ada&password=no")]
    [InlineData("username%3Dada%26password%3Dno%26client_id")]
    [InlineData("{\"password\":\"no\",\"a\":1}")]
    [InlineData("{\"password\": \"no\"}")]
    [InlineData("\"{\\\"password\\\":\\\"no\\\"}\"")]
    [InlineData("{\\u0022password\\u0022:\\u0022no\\u0022}")]
    [InlineData("%7B%22password%22%3A%22no%22%7D")]
    [InlineData("the password 'no' is wrong")]
    public void A_secret_of_up_to_three_characters_is_masked_as_a_value(string text) =>
        Assert.DoesNotContain("no", Mask("no", text), StringComparison.Ordinal);

    [Theory]
    [InlineData("a+b")]
    [InlineData("&")]
    [InlineData("ü/=")]
    [InlineData("p&ss w")]
    [InlineData("\"ü+=\"")]
    [InlineData("=/+=word")]
    [InlineData("a longer one, \"ü\"/+=&%")]
    public void Each_encoding_of_a_secret_is_masked_at_every_length(string secret)
    {
        string[] spellings = [secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret),
            WebUtility.UrlEncode(secret).ToLowerInvariant(), JsonEncodedText.Encode(secret).ToString()];
        foreach (string spelling in spellings)
        {
            foreach (string around in new[] { "?password={0}&x=1", "{{\"password\":\"{0}\"}}" })
            {
                string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, around, spelling);
                string masked = string.Format(System.Globalization.CultureInfo.InvariantCulture, around, Gap);
                Assert.Equal(masked, Mask(secret, text));
            }
        }
    }

    [Fact]
    public void A_removed_secret_is_no_longer_masked()
    {
        var mask = new SecretMask();
        Secret secret = mask.Add(new Secret("longer-one"));
        Assert.Equal(Gap, mask.Mask("longer-one"));
        mask.Remove(secret);
        Assert.Equal("longer-one", mask.Mask("longer-one"));
    }

    [Fact]
    public void Only_the_most_recent_of_tokens_that_replace_each_other_are_masked()
    {
        var mask = new SecretMask();
        mask.Add(new Secret("of-the-application"));
        for (int i = 0; i < 1000; i++)
        {
            mask.AddPassing(new Secret("refresh-that-stays"));
            mask.AddPassing(new Secret($"access-number-{i}."));
        }

        Assert.Equal($"{Gap} {Gap} {Gap} {Gap}", mask.Mask("of-the-application refresh-that-stays access-number-999. access-number-998."));
        Assert.Equal("access-number-0.", mask.Mask("access-number-0."));
        Assert.InRange(Held.By(mask).Count(text => text.StartsWith("access-number-", StringComparison.Ordinal)), 1, 100);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(100_000, true)]
    [InlineData(100_000, false)]
    public void A_truncated_body_contains_no_part_of_a_secret(int after, bool single)
    {
        const string Secret = "longer/one/of+several=words";
        var mask = new SecretMask();
        mask.Add(new Secret(Secret));
        for (int at = 0; at <= Secret.Length; at++)
        {
            // Masking many secrets shortens the text, so the text after the secrets moves to the position of the cut.
            string text = new string('.', 4096 - at) + (single ? Secret : string.Concat(Enumerable.Repeat(Secret, 1000)))
                + new string('.', after);
            string start = mask.StartOf(Encoding.UTF8.GetBytes(text), 4096)!;
            Assert.InRange(start.Length, 4000, 4096);
            Assert.DoesNotContain("lon", start, StringComparison.Ordinal);
            Assert.DoesNotContain("wor", start, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_part_of_a_secret_that_the_read_limit_divides_is_shown()
    {
        const string Secret = "longer/one/of+several=words";
        var mask = new SecretMask();
        mask.Add(new Secret(Secret));
        for (int at = 0; at <= Secret.Length; at++)
        {
            // The text consists of repeated secrets, and the end of the part that is read divides one of them.
            string text = new string('.', at) + string.Concat(Enumerable.Repeat(Secret, 10_000));
            Assert.DoesNotContain("lon", mask.StartOf(Encoding.UTF8.GetBytes(text), 4096)!, StringComparison.Ordinal);
        }
    }

    private static string Mask(string secret, string text)
    {
        var mask = new SecretMask();
        mask.Add(new Secret(secret));
        return mask.Mask(text);
    }
}
