using System;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Every_option_is_accepted()
    {
        var options = EmulatorOptions.Parse(
        [
            "--port", "0", "--pat", "one=fax:all:edit,fax:all:read", "--pat=two", "--member-pat", "three=fax:user:read", "--expired-pat",
                "old",
            "--number", "+12125550101", "--number", "+12125550102", "--role", "Clerk", "--seed-faxes", "1037", "--send-seconds", "0.5",
                "--hide-seconds", "30", "--rate-limit", "20/3",
            "--max-megabytes", "300", "--gap-seconds", "1.5", "--clock-offset-seconds", "-3600", "--fractions", "true", "--keep-comments",
                "false",
            "--same-id", "true", "--normalize-numbers", "true", "--odd", "true",
            "--balance", "12.50", "--ai-credits", "3", "--ai-seconds", "0.5", "--webhook-secret", "whsec_AAAA",
                "--webhook-secret=whsec_AAA=", "--webhook-retry-seconds", "0.25", "--bounds", "exclusive", "--order", "oldest", "--client",
                "APIK-1:se:cret", "--voipex", "ada:pass", "--access-token-seconds", "5",
            "--refresh-token-seconds", "6", "--code-seconds", "7", "--rotate-refresh-tokens", "false", "--token-parameters", "query",
            "--voipex-access-seconds", "8", "--voipex-refresh-seconds", "9",
        ]);

        Assert.Equal(0, options.Port);
        Assert.Equal(["fax:all:edit", "fax:all:read"], options.Pats["one"]);
        Assert.Equal(["fax:all:edit", "fax:all:read"], options.Pats["two"]);
        Assert.Equal(["fax:user:read"], options.MemberPats["three"]);
        Assert.Equal(["old"], options.ExpiredPats);
        Assert.Equal(["+12125550101", "+12125550102"], options.Numbers);
        Assert.Equal(["Clerk"], options.Roles);
        Assert.Equal(1037, options.SeedFaxes);
        Assert.Equal(0.5, options.SendSeconds);
        Assert.Equal(30, options.HideSeconds);
        Assert.Equal((20, 3), (options.RateLimit, options.RateLimitSeconds));
        Assert.Equal(300, options.MaxMegabytes);
        Assert.Equal((1.5, -3600), (options.GapSeconds, options.ClockOffsetSeconds));
        Assert.True(options is { Fractions: true, KeepComments: false, SameId: true, NormalizeNumbers: true, Odd: true });
        Assert.Equal(12.5m, options.Balance);
        Assert.Equal((3, 0.5), (options.AiCredits, options.AiSeconds));
        Assert.Equal(["whsec_AAAA", "whsec_AAA="], options.WebhookSecrets);
        Assert.Equal(0.25, options.WebhookRetrySeconds);
        Assert.Equal((ListBounds.Exclusive, ListOrder.Oldest), (options.Bounds, options.Order));
        Assert.Equal("se:cret", options.Clients["APIK-1"]);
        Assert.Equal("pass", options.VoipexUsers["ada"]);
        Assert.Equal((5, 6, 7), (options.AccessTokenSeconds, options.RefreshTokenSeconds, options.CodeSeconds));
        Assert.False(options.RotateRefreshTokens);
        Assert.Equal(TokenParameterPlace.Query, options.TokenParameters);
        Assert.Equal((8, 9), (options.VoipexAccessSeconds, options.VoipexRefreshSeconds));
    }

    [Fact]
    public void Without_options_no_token_is_accepted_and_a_fax_takes_two_seconds()
    {
        var options = EmulatorOptions.Parse([]);
        Assert.Empty(options.Pats);
        Assert.Equal(2, options.SendSeconds);
        Assert.NotEqual(0, options.Port);
        Assert.Equal((0, 60), (options.RateLimit, options.RateLimitSeconds));
        Assert.True(options is { GapSeconds: 0, ClockOffsetSeconds: 0, Fractions: false, KeepComments: true, SameId: false,
            NormalizeNumbers: false, Odd: false });
        Assert.False(options.ShowHelp);
    }

    [Theory]
    [InlineData("--prot 1", "Unknown option '--prot'")]
    [InlineData("serve", "Unknown option 'serve'")]
    [InlineData("--port", "--port needs a value")]
    [InlineData("--port 65536", "'65536'")]
    [InlineData("--port -1", "'-1'")]
    [InlineData("--pat =fax:all:read", "token is empty")]
    [InlineData("--pat one=", "no scope")]
    [InlineData("--pat one=fax:all:write", "'fax:all:write'")]
    [InlineData("--pat one --pat one", "twice")]
    [InlineData("--number 16505550100", "'16505550100'")]
    [InlineData("--seed-faxes many", "'many'")]
    [InlineData("--send-seconds -1", "'-1'")]
    [InlineData("--gap-seconds -1", "'-1'")]
    [InlineData("--clock-offset-seconds --1", "'-1'")]
    [InlineData("--odd yes", "'yes'")]
    [InlineData("--rate-limit 0", "'0'")]
    [InlineData("--rate-limit 5/", "''")]
    [InlineData("--rate-limit 5/0", "'0'")]
    [InlineData("--balance -1", "'-1'")]
    [InlineData("--balance 0.001", "'0.001'")]
    [InlineData("--balance 1,5", "'1,5'")]
    [InlineData("--ai-credits -1", "'-1'")]
    [InlineData("--ai-seconds never", "'never'")]
    [InlineData("--webhook-secret AAAA", "whsec_")]
    [InlineData("--webhook-secret whsec_", "Base64")]
    [InlineData("--webhook-secret whsec_AAAA --webhook-secret whsec_AAAA", "twice")]
    [InlineData("--webhook-retry-seconds soon", "'soon'")]
    [InlineData("--bounds both", "inclusive, exclusive")]
    [InlineData("--bounds 0", "inclusive, exclusive")]
    [InlineData("--order Newest", "newest, oldest")]
    [InlineData("--client APIK-1", "ID:SECRET")]
    [InlineData("--voipex :x", "USER:PASSWORD")]
    [InlineData("--rotate-refresh-tokens yes", "'yes'")]
    [InlineData("--token-parameters header", "body, query, both")]
    [InlineData("--access-token-seconds 0", "'0'")]
    public void A_wrong_option_is_refused_with_a_reason(string line, string reason)
    {
        var error = Assert.Throws<UsageException>(() => EmulatorOptions.Parse(line.Split(' ')));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--client")]
    [InlineData("--webhook-secret")]
    public void A_refused_secret_is_not_shown(string option)
    {
        var error = Assert.Throws<UsageException>(() => EmulatorOptions.Parse([option, "s3cret"]));
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }
}
