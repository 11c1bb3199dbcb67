using System;

namespace FaxPlus;

/// <summary>What a client needs to know before its first request.</summary>
public sealed class FaxPlusConnection
{
    private Uri _apiUri = FaxPlusDefaults.ApiUri;
    private Uri _accountsUri = FaxPlusDefaults.AccountsUri;

    /// <summary>Takes a personal access token (API reference 2.1).</summary>
    /// <param name="token">The token.</param>
    /// <exception cref="FaxPlusException">The token is empty, or cannot be one.</exception>
    public FaxPlusConnection(Secret token)
    {
        Token = token ?? throw new ArgumentNullException(nameof(token));
        if (token.IsEmpty)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The personal access token is empty.")
            {
                RecommendedAction = "Give the token that the Fax.Plus dashboard showed when it was made.",
            };
        }

        foreach (char c in token.Reveal())
        {
            if (c is > ' ' and < '\u007f') continue;
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The personal access token holds a character that no token has: a blank, a line break or a letter outside ASCII.")
            {
                RecommendedAction = "Copy the token again, as one word and without quotation marks.",
            };
        }
    }

    /// <summary>The personal access token.</summary>
    public Secret Token { get; }

    /// <summary>The base address of the API, with its version.</summary>
    public Uri ApiUri
    {
        get => _apiUri;
        set => _apiUri = Safe(value, "API");
    }

    /// <summary>The base address of the accounts service.</summary>
    public Uri AccountsUri
    {
        get => _accountsUri;
        set => _accountsUri = Safe(value, "accounts service");
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

    /// <summary>How long the service may take to show a fax that it has accepted (API reference 3.5). 40 seconds.</summary>
    public TimeSpan VisibilityDelay { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>The first pause between two looks at a fax on its way; it grows by half each time. 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two looks. 15 seconds.</summary>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The address, if a token may travel to it: https, or http to this machine.</summary>
    private static Uri Safe(Uri value, string what)
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
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"{value.GetLeftPart(UriPartial.Authority)} would get the token in clear text: http is accepted for this machine only.")
            {
                RecommendedAction = "Use the https address.",
            };
        }

        return value;
    }
}
