using System;

namespace FaxPlus;

/// <summary>The timeouts, retries and headers of a client. The defaults suit interactive use and scripts.</summary>
public abstract class ServiceConnection
{
    private protected ServiceConnection()
    {
    }

    /// <summary>
    /// The inactivity timeout of a request: the maximum time without any data in either direction, not the duration of an upload or
    /// download. Default: 100 seconds.
    /// </summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>The timeout for connecting. Default: 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The maximum number of retries of a repeatable request after failures. Retries after a wait that the service requests do not count.
    /// Default: 5. With 0 there are no retries, not even after such a wait.
    /// </summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The delay before the first retry; each further delay is about twice as long. Default: 0.5 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The maximum delay before a retry. Default: 2 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The maximum total wait of a request that the service refuses (429, 503), and the maximum time from the first failure of a request to
    /// its last retry. If the service requests a longer wait, the call ends with an error at once. It is also the maximum time for which
    /// the requests of a session wait together while the network is down, counted from the first request that found no connection. Default:
    /// 5 minutes.
    /// </summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The value of the header User-Agent, such as <c>MyApp/1.0</c>; null for <c>FaxPlus.Client</c> and its version.</summary>
    public string? UserAgent { get; set; }

    /// <summary>Returns the address if a secret may be sent to it: https, or http to this machine.</summary>
    /// <exception cref="FaxPlusException">The address is not allowed.</exception>
    internal static Uri Safe(Uri value, string what)
    {
        if (value is null) throw new ArgumentNullException(nameof(value));
        bool usable = value.IsAbsoluteUri && (value.Scheme == Uri.UriSchemeHttps || value.Scheme == Uri.UriSchemeHttp);
        if (!usable || value.Query.Length > 0 || value.Fragment.Length > 0 || value.UserInfo.Length > 0)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The address of the {what} is not a plain https address.")
            {
                RecommendedAction = $"Specify an address such as {FaxPlusDefaults.ApiUri}.",
            };
        }

        if (value.Scheme == Uri.UriSchemeHttp && !value.IsLoopback)
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"Secrets would be sent to {value.GetLeftPart(UriPartial.Authority)} in clear text: "
                + "http is accepted for this machine only.")
            {
                RecommendedAction = "Use the https address.",
            };
        }

        return value;
    }
}
