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

    /// <summary>How often a request that may be repeated is tried again. 5 times.</summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The first pause before trying again; each further one is about twice as long. 0.5 seconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause, also where the service asks for a longer one: then the call ends with an error. 2 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

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
