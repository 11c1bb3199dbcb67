using System;
using System.Collections.Generic;

namespace FaxPlus.Emulator;

/// <summary>Whether <c>after</c> and <c>before</c> of a fax list include the specified time.</summary>
public enum ListBounds
{
    /// <summary>Faxes at the specified time are included.</summary>
    Inclusive,

    /// <summary>Faxes at the specified time are not included.</summary>
    Exclusive,
}

/// <summary>
/// The order of a fax list. If the request limits the number of records, the order also determines which faxes are returned.
/// </summary>
public enum ListOrder
{
    /// <summary>The newest faxes come first.</summary>
    Newest,

    /// <summary>The oldest faxes come first.</summary>
    Oldest,
}

/// <summary>Where the OAuth token endpoint reads its parameters.</summary>
public enum TokenParameterPlace
{
    /// <summary>In the form body only.</summary>
    Body,

    /// <summary>In the query string only.</summary>
    Query,

    /// <summary>In the form body or, if the body does not contain the parameter, in the query string.</summary>
    Both,
}

/// <summary>The options of an emulator. By default, the emulator refuses every token.</summary>
public sealed partial class EmulatorOptions
{
    /// <summary>The scopes of a token for which no scopes are specified.</summary>
    public static readonly IReadOnlyList<string> DefaultScopes = ["fax:all:edit", "fax:all:read"];

    /// <summary>The port on 127.0.0.1; 0 for any free port.</summary>
    public int Port { get; set; }

    /// <summary>The administrator's personal access tokens and the scopes of each token.</summary>
    public IDictionary<string, IReadOnlyCollection<string>> Pats { get; } =
        new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);

    /// <summary>The personal access tokens of the first member, who is not an administrator, and the scopes of each token.</summary>
    public IDictionary<string, IReadOnlyCollection<string>> MemberPats { get; } =
        new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);

    /// <summary>Personal access tokens that are refused as expired.</summary>
    public ICollection<string> ExpiredPats { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The secrets of the OAuth clients, keyed by client id.</summary>
    public IDictionary<string, string> Clients { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The passwords of the Voipex users, keyed by user name.</summary>
    public IDictionary<string, string> VoipexUsers { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The fax numbers of the account; the default is +16505550100.</summary>
    public IList<string> Numbers { get; } = [];

    /// <summary>Additional roles of members.</summary>
    public ICollection<string> Roles { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of received and sent faxes that are generated at startup.</summary>
    public int SeedFaxes { get; set; }

    /// <summary>The time for which an outgoing fax stays in the outbox, in seconds.</summary>
    public double SendSeconds { get; set; } = 2;

    /// <summary>The time for which a new outbox item is hidden, in seconds.</summary>
    public double HideSeconds { get; set; }

    /// <summary>
    /// The number of seconds by which the service's clock is ahead of the machine's clock; negative if the service's clock is behind.
    /// </summary>
    public double ClockOffsetSeconds { get; set; }

    /// <summary>
    /// Whether faxes keep fractions of seconds. Responses show whole seconds, but lists are filtered and sorted with the fractions.
    /// </summary>
    public bool Fractions { get; set; }

    /// <summary>The time between a fax leaving the outbox and appearing in the list of faxes, in seconds.</summary>
    public double GapSeconds { get; set; }

    /// <summary>Whether the record of a sent fax keeps the comment.</summary>
    public bool KeepComments { get; set; } = true;

    /// <summary>Whether the list of faxes supports <c>offset</c>.</summary>
    public bool HonorsOffset { get; set; }

    /// <summary>Whether the record of a sent fax has the id that the send returned.</summary>
    public bool SameId { get; set; }

    /// <summary>Whether destinations are accepted in formats other than E.164, and returned in another format.</summary>
    public bool NormalizeNumbers { get; set; }

    /// <summary>
    /// Whether some responses have unknown statuses, unknown fields, nulls for required values, or values of another type.
    /// </summary>
    public bool Odd { get; set; }

    /// <summary>
    /// The number of requests to the API that are accepted in each period of <see cref="RateLimitSeconds"/>; 0 for no limit.
    /// </summary>
    public int RateLimit { get; set; }

    /// <summary>The period of <see cref="RateLimit"/>, in whole seconds.</summary>
    public int RateLimitSeconds { get; set; } = 60;

    /// <summary>The maximum total size of the files of a fax, in MB. The service accepts 150 MB.</summary>
    public int MaxMegabytes { get; set; } = 150;

    /// <summary>The balance of the account, in US dollars.</summary>
    public decimal Balance { get; set; } = 100m;

    /// <summary>The number of credits for Fax AI. Each extraction uses one credit.</summary>
    public int AiCredits { get; set; } = 100;

    /// <summary>The duration of an extraction by Fax AI, in seconds.</summary>
    public double AiSeconds { get; set; } = 1;

    /// <summary>
    /// The secrets (<c>whsec_…</c>) that sign webhook messages. Each secret adds a signature; without a secret, messages are not signed.
    /// </summary>
    public IList<string> WebhookSecrets { get; } = [];

    /// <summary>The delay after the first attempt to deliver a webhook message, in seconds. Each further delay is twice as long.</summary>
    public double WebhookRetrySeconds { get; set; } = 0.1;

    /// <summary>Whether <c>after</c> and <c>before</c> of a fax list include the specified time.</summary>
    public ListBounds Bounds { get; set; } = ListBounds.Inclusive;

    /// <summary>The order of a fax list.</summary>
    public ListOrder Order { get; set; } = ListOrder.Newest;

    /// <summary>Where the token endpoint reads its parameters.</summary>
    public TokenParameterPlace TokenParameters { get; set; } = TokenParameterPlace.Both;

    /// <summary>Whether a refresh returns a new refresh token and revokes the old one.</summary>
    public bool RotateRefreshTokens { get; set; } = true;

    /// <summary>The lifetime of an OAuth access token, in seconds.</summary>
    public int AccessTokenSeconds { get; set; } = 3600;

    /// <summary>The lifetime of an OAuth refresh token, in seconds.</summary>
    public int RefreshTokenSeconds { get; set; } = 30 * 24 * 3600;

    /// <summary>The lifetime of an authorization code, in seconds.</summary>
    public int CodeSeconds { get; set; } = 60;

    /// <summary>The lifetime of a Voipex access token, in seconds.</summary>
    public int VoipexAccessSeconds { get; set; } = 3000;

    /// <summary>The lifetime of a Voipex refresh token, in seconds.</summary>
    public int VoipexRefreshSeconds { get; set; } = 7200;

    /// <summary>Whether <c>--help</c> was specified.</summary>
    public bool ShowHelp { get; set; }
}

/// <summary>The exception for an invalid command line. The message contains the option and the reason.</summary>
public sealed class UsageException(string message) : Exception(message);
