using System;

namespace FaxPlus;

/// <summary>The timeouts, retries and headers of a client. The defaults suit interactive use and scripts.</summary>
public abstract class ServiceConnection
{
    private protected ServiceConnection()
    {
    }

    /// <summary>
    /// The inactivity timeout of a request: the maximum time without data in either direction, not the maximum duration of an upload or
    /// download. Default: 100 seconds.
    /// </summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>The timeout for connecting; on .NET Framework, <see cref="SilenceTimeout"/> applies instead. Default: 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The maximum number of retries of a repeatable request after failures. Repetitions after a refusal (429, 503) do not count. Default:
    /// 5. With 0, the client makes no retries, even if the service requests a wait.
    /// </summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The delay before the first retry; each further delay is about twice the previous delay. Default: 0.5 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The maximum delay before a retry. Default: 2 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The maximum total wait of a request that the service refuses (429, 503). If the service requests a longer wait, the call fails
    /// immediately. The same limit applies to the time from the first failure of a request to its last retry, and also to the time for
    /// which all requests of a session wait while the network is down, counted from the first request that could not connect. Default: 5
    /// minutes.
    /// </summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The value of the User-Agent header, such as <c>MyApp/1.0</c>; null for <c>FaxPlus.Client</c> and its version.</summary>
    public string? UserAgent { get; set; }

    /// <summary>
    /// Returns the address if secrets may be sent to it; otherwise throws an exception. Plain http is accepted only for addresses on this
    /// machine.
    /// </summary>
    /// <exception cref="FaxPlusException">The address is not allowed.</exception>
    internal static Uri Safe(Uri value, string what)
    {
        if (value is null) throw new ArgumentNullException(nameof(value));
        bool usable = value.IsAbsoluteUri && (value.Scheme == Uri.UriSchemeHttps || value.Scheme == Uri.UriSchemeHttp);
        if (!usable || value.Query.Length > 0 || value.Fragment.Length > 0 || value.UserInfo.Length > 0)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"The address of the {what} must be an https address without a user name, query or fragment.")
            {
                RecommendedAction = "Specify an address of the form https://<host>/<path>.",
            };
        }

        if (value.Scheme == Uri.UriSchemeHttp && !value.IsLoopback)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"Secrets would be sent to {value.GetLeftPart(UriPartial.Authority)} in clear text. "
                + "Plain http is accepted only for this machine.")
            {
                RecommendedAction = "Use the https address.",
            };
        }

        return value;
    }
}
