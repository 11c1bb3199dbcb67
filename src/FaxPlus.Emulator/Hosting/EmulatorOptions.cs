using System;
using System.Collections.Generic;

namespace FaxPlus.Emulator;

/// <summary>Whether <c>after</c> and <c>before</c> of a fax list include the second that they name.</summary>
public enum ListBounds
{
    /// <summary>The named second belongs to the window.</summary>
    Inclusive,

    /// <summary>The named second lies outside of the window.</summary>
    Exclusive,
}

/// <summary>The order of a fax list, and with it which records a limited page holds.</summary>
public enum ListOrder
{
    /// <summary>The newest come first.</summary>
    Newest,

    /// <summary>The oldest come first.</summary>
    Oldest,
}

/// <summary>Where the OAuth token endpoint looks for its parameters.</summary>
public enum TokenParameterPlace
{
    /// <summary>In the form body only.</summary>
    Body,

    /// <summary>In the query string only.</summary>
    Query,

    /// <summary>In the form body, else in the query string.</summary>
    Both,
}

/// <summary>What the emulator should be like. The defaults make a service that refuses every token.</summary>
public sealed partial class EmulatorOptions
{
    /// <summary>The scopes of a token for which none were named.</summary>
    public static readonly IReadOnlyList<string> DefaultScopes = ["fax:all:edit", "fax:all:read"];

    /// <summary>The port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; set; }

    /// <summary>The administrator's personal access tokens and the scopes of each.</summary>
    public IDictionary<string, IReadOnlyCollection<string>> Pats { get; } =
        new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);

    /// <summary>Personal access tokens of the first member, who is no administrator, and the scopes of each.</summary>
    public IDictionary<string, IReadOnlyCollection<string>> MemberPats { get; } =
        new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);

    /// <summary>Personal access tokens that are answered as expired.</summary>
    public ICollection<string> ExpiredPats { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>OAuth clients: identifier and secret.</summary>
    public IDictionary<string, string> Clients { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Voipex users: name and password.</summary>
    public IDictionary<string, string> VoipexUsers { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The fax numbers of the account. None given, it owns +16505550100.</summary>
    public IList<string> Numbers { get; } = [];

    /// <summary>Roles that members can have besides those that are always there.</summary>
    public ICollection<string> Roles { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many received and sent faxes are there at the start.</summary>
    public int SeedFaxes { get; set; }

    /// <summary>How long an outgoing fax stays in the outbox.</summary>
    public double SendSeconds { get; set; } = 2;

    /// <summary>How long after it was made an outbox item cannot be seen.</summary>
    public double HideSeconds { get; set; }

    /// <summary>How far the service's clock is ahead of the machine's; negative when it is behind.</summary>
    public double ClockOffsetSeconds { get; set; }

    /// <summary>Whether faxes keep fractions of seconds. Answers show whole seconds; lists compare and sort with the fractions.</summary>
    public bool Fractions { get; set; }

    /// <summary>How long a fax that left the outbox cannot be found among the faxes.</summary>
    public double GapSeconds { get; set; }

    /// <summary>Whether the record of a sent fax keeps the comment.</summary>
    public bool KeepComments { get; set; } = true;

    /// <summary>Whether the record of a sent fax has the id that the send returned.</summary>
    public bool SameId { get; set; }

    /// <summary>Whether destinations are accepted in other spellings than E.164, and come back in another spelling than they were sent in.</summary>
    public bool NormalizeNumbers { get; set; }

    /// <summary>Whether some answers have unknown statuses, unknown fields, nulls where a value is required, or values of another type.</summary>
    public bool Odd { get; set; }

    /// <summary>How many requests to the API are taken in each <see cref="RateLimitSeconds"/>; 0 takes them all.</summary>
    public int RateLimit { get; set; }

    /// <summary>The time for which <see cref="RateLimit"/> counts, in whole seconds.</summary>
    public int RateLimitSeconds { get; set; } = 60;

    /// <summary>How much the files of a fax may have together. The service takes 150 MB.</summary>
    public int MaxMegabytes { get; set; } = 150;

    /// <summary>What the account has to buy numbers with.</summary>
    public decimal Balance { get; set; } = 100m;

    /// <summary>How many faxes Fax AI reads before its credits are used up.</summary>
    public int AiCredits { get; set; } = 100;

    /// <summary>How long Fax AI takes to read a fax.</summary>
    public double AiSeconds { get; set; } = 1;

    /// <summary>Secrets (<c>whsec_…</c>), each of which signs what is delivered to webhooks. None given, nothing is signed.</summary>
    public IList<string> WebhookSecrets { get; } = [];

    /// <summary>How long after the first attempt a webhook is tried again; each further pause is twice as long.</summary>
    public double WebhookRetrySeconds { get; set; } = 0.1;

    /// <summary>Whether the window of a fax list includes its ends.</summary>
    public ListBounds Bounds { get; set; } = ListBounds.Inclusive;

    /// <summary>The order of a fax list.</summary>
    public ListOrder Order { get; set; } = ListOrder.Newest;

    /// <summary>Where the token endpoint looks for its parameters.</summary>
    public TokenParameterPlace TokenParameters { get; set; } = TokenParameterPlace.Both;

    /// <summary>Whether a refresh answers with a new refresh token and ends the old one.</summary>
    public bool RotateRefreshTokens { get; set; } = true;

    /// <summary>The life of an OAuth access token.</summary>
    public int AccessTokenSeconds { get; set; } = 3600;

    /// <summary>The life of an OAuth refresh token.</summary>
    public int RefreshTokenSeconds { get; set; } = 30 * 24 * 3600;

    /// <summary>The life of an authorization code.</summary>
    public int CodeSeconds { get; set; } = 60;

    /// <summary>The life of a Voipex access token.</summary>
    public int VoipexAccessSeconds { get; set; } = 3000;

    /// <summary>The life of a Voipex refresh token.</summary>
    public int VoipexRefreshSeconds { get; set; } = 7200;

    /// <summary>Whether <c>--help</c> was given.</summary>
    public bool ShowHelp { get; set; }
}

/// <summary>A command line that cannot be understood; the message says which option is at fault and why.</summary>
public sealed class UsageException(string message) : Exception(message);
