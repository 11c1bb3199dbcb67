using System;

namespace FaxPlus;

/// <summary>What every client needs to know: how patient it is. The defaults suit people and scripts alike.</summary>
public abstract class ServiceConnection
{
    private protected ServiceConnection()
    {
    }

    /// <summary>
    /// How long a request may go without any sign of life before it is given up. It counts silence, not
    /// the length of an upload or download. 100 seconds.
    /// </summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long connecting may take. 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a request that may be repeated is tried again after a failure. Waits that the service asks for do not count. 5 times; 0 for never, not even after such a wait.</summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The first pause before trying again; each further one is about twice as long. 0.5 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest of these pauses. 2 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a request waits in all because the service refuses it (429, 503), and how long after its first failure it is still tried
    /// again. Where the service asks for a longer wait, the call ends with an error at once. Also how long the requests of a session wait
    /// together for a network that went away, from the first that found no connection. 5 minutes.
    /// </summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The product that requests name in the header User-Agent, such as <c>MyApp/1.0</c>; null for <c>FaxPlus.Client</c> and its version.</summary>
    public string? UserAgent { get; set; }

    /// <summary>The address, if a secret may travel to it: https, or http to this machine.</summary>
    /// <exception cref="FaxPlusException">It may not.</exception>
    internal static Uri Safe(Uri value, string what)
    {
        if (value is null) throw new ArgumentNullException(nameof(value));
        bool usable = value.IsAbsoluteUri && (value.Scheme == Uri.UriSchemeHttps || value.Scheme == Uri.UriSchemeHttp);
        if (!usable || value.Query.Length > 0 || value.Fragment.Length > 0 || value.UserInfo.Length > 0)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The address of the {what} is not a plain https address.")
            {
                RecommendedAction = $"Give an address such as {FaxPlusDefaults.ApiUri}.",
            };
        }

        if (value.Scheme == Uri.UriSchemeHttp && !value.IsLoopback)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{value.GetLeftPart(UriPartial.Authority)} would get secrets in clear text: http is accepted for this machine only.")
            {
                RecommendedAction = "Use the https address.",
            };
        }

        return value;
    }
}
