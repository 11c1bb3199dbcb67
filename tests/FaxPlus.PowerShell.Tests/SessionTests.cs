using System;
using System.Text.Json;
using FaxPlus.Client;
using Xunit;

namespace FaxPlus.PowerShell.Tests;

/// <summary>Tests the session object: its errors after it has ended, and that it shows no secret.</summary>
public class SessionTests
{
    private const string Token = "alohi_pat_0123456789abcdefSECRET";

    [Fact]
    public void The_error_of_a_closed_session_names_the_sign_in_to_repeat()
    {
        FaxPlusSession session = Session();
        Assert.Same(session.GetClient(), session.GetClient());
        session.Close();
        FaxPlusException error = Assert.Throws<FaxPlusException>(session.GetClient);
        Assert.Equal(FaxPlusErrorKind.NotConnected, error.Kind);
        Assert.Contains("Connect-FaxPlus", error.RecommendedAction);
        Assert.True(session.IsClosed);
    }

    [Fact]
    public void A_session_shows_no_token()
    {
        FaxPlusSession session = Session();
        Assert.DoesNotContain("SECRET", session.ToString() + JsonSerializer.Serialize(session), StringComparison.Ordinal);
        session.Close();
    }

    private static FaxPlusSession Session() =>
        new(new FaxPlusClientOptions(new Secret(Token)) { ApiUri = new Uri("http://127.0.0.1:1/v3") }, options =>
        new FaxPlusClient(options));
}
