using System;
using System.Net.Http;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tables.Retries;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests which failures of a table are retried, and that their errors state the cause.</summary>
public class SharedTableTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    private readonly MemoryTable _rows = new();
    private readonly SharedTable _table;
    private int _requests;

    public SharedTableTests() =>
        _table = new SharedTable(_rows, ClientPlatform.Default, new Observer(), TimeSpan.FromSeconds(0.3));

    [Fact]
    public async Task An_untrusted_certificate_is_not_retried_before_the_first_response_and_the_error_explains_it()
    {
        FailWith(new HttpRequestException("TLS", new AuthenticationException("UntrustedRoot")));

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () => _table.GetAsync("a", s_none));

        Assert.Contains("UntrustedRoot", error.Message);
        Assert.Contains("certificate", error.RecommendedAction);
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task Such_a_failure_is_retried_after_a_response()
    {
        await _table.GetAsync("a", s_none);
        FailWith(new HttpRequestException("TLS", new AuthenticationException("handshake")), times: 1);

        await _table.GetAsync("a", s_none);

        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Another_failure_is_retried_and_the_error_names_its_cause()
    {
        FailWith(new HttpRequestException("Connection refused"));

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.ServiceUnavailable, () => _table.GetAsync("a", s_none));

        Assert.Contains("Connection refused", error.Message);
        Assert.True(_requests > 1);
    }

    private void FailWith(Exception cause, int times = int.MaxValue) => _rows.Before = (_, _) =>
    {
        if (_requests++ < times) throw new TableUnavailableException("no response", cause: cause);
    };
}
