using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace FaxPlus.Emulator;

public sealed partial class EmulatorOptions
{
    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static EmulatorOptions Parse(string[] args) => CommandLine.Parse(args);
}

/// <summary>The options of the program, in one table that the parser and the help text use.</summary>
internal static class CommandLine
{
    private const int DefaultPort = 8090;

    private static readonly Option[] Options =
    [
        new("--port", "N", $"port on 127.0.0.1; 0 for any free port (default {DefaultPort})",
            (o, v) => o.Port = Whole(v, 0, 65535)),
        new(
            "--pat",
            "TOKEN[=SCOPE,…]",
            "a personal access token; without scopes: " + string.Join(",", EmulatorOptions.DefaultScopes) + " (repeatable)",
            (o, v) => AddToken(o.Pats, v)),
        new("--member-pat", "TOKEN[=SCOPE,…]", "a personal access token of a member who is not an administrator (repeatable)",
            (o, v) => AddToken(o.MemberPats, v)),
        new("--expired-pat", "TOKEN", "a personal access token that has expired (repeatable)",
            (o, v) => o.ExpiredPats.Add(v)),
        new("--number", "+N", "a fax number of the account (repeatable; default " + ServiceState.DefaultNumber + ")",
            (o, v) => AddNumber(o.Numbers, v)),
        new("--role", "NAME", "an additional role of members (repeatable; always available: Administrator, Admin, Manager, Member)",
            (o, v) => o.Roles.Add(v)),
        new("--seed-faxes", "N", "number of generated faxes at the start, the same in each run (default 0)",
            (o, v) => o.SeedFaxes = Whole(v, 0, 1_000_000)),
        new("--send-seconds", "S", "how long an outgoing fax stays in the outbox (default 2)",
            (o, v) => o.SendSeconds = Seconds(v)),
        new("--hide-seconds", "S", "how long a new outbox item is hidden (default 0)",
            (o, v) => o.HideSeconds = Seconds(v)),
        new("--gap-seconds", "S", "how long a fax that has left the outbox is neither listed nor available by id (default 0)",
            (o, v) => o.GapSeconds = Seconds(v)),
        new("--clock-offset-seconds", "S",
            "how far the service's clock is ahead of this machine's; negative if it is behind (default 0)",
            (o, v) => o.ClockOffsetSeconds = SignedSeconds(v)),
        new("--fractions", "true|false", "whether faxes keep fractions of seconds, which responses do not show (default false)",
            (o, v) => o.Fractions = TrueOrFalse(v)),
        new("--keep-comments", "true|false", "whether the record of a sent fax keeps the comment (default true)",
            (o, v) => o.KeepComments = TrueOrFalse(v)),
        new("--offset", "true|false", "whether the list of faxes supports offset (default false: offset is ignored)",
            (o, v) => o.HonorsOffset = TrueOrFalse(v)),
        new("--same-id", "true|false", "whether the record of a sent fax has the id that the send returned (default false)",
            (o, v) => o.SameId = TrueOrFalse(v)),
        new(
            "--normalize-numbers",
            "true|false",
            "whether destinations such as 0041 44… are accepted, and returned in another format (default false)",
            (o, v) => o.NormalizeNumbers = TrueOrFalse(v)),
        new(
            "--odd",
            "true|false",
            "whether responses contain unknown statuses and fields, missing values and values of unexpected types (default false)",
            (o, v) => o.Odd = TrueOrFalse(v)),
        new(
            "--rate-limit",
            "N[/S]",
            "accepts N requests in each period of S seconds (60 if S is omitted), and rejects others with 429 (default: no limit)",
            (o, v) => SetRateLimit(o, v)),
        new("--max-megabytes", "N", "the maximum total size of the files of a fax, in MB (default 150)",
            (o, v) => o.MaxMegabytes = Whole(v, 1, int.MaxValue)),
        new("--bounds", "inclusive|exclusive", "whether after and before include the specified second (default inclusive)",
            (o, v) => o.Bounds = Choice<ListBounds>(v)),
        new("--order", "newest|oldest", "which faxes come first in a list (default newest)",
            (o, v) => o.Order = Choice<ListOrder>(v)),
        new("--balance", "AMOUNT", "the balance of the account, in USD (default 100.00)",
            (o, v) => o.Balance = Amount(v)),
        new("--ai-credits", "N", "the number of credits for Fax AI (default 100)",
            (o, v) => o.AiCredits = Whole(v, 0, int.MaxValue)),
        new("--ai-seconds", "S", "how long Fax AI takes to read a fax (default 1)",
            (o, v) => o.AiSeconds = Seconds(v)),
        new("--webhook-secret", "whsec_KEY", "a secret that signs webhook messages (Standard Webhooks; repeatable: each secret signs)",
            (o, v) => AddSecret(o.WebhookSecrets, v)),
        new("--webhook-retry-seconds", "S", "delay before a webhook message is delivered again; it doubles with each attempt (default 0.1)",
            (o, v) => o.WebhookRetrySeconds = Seconds(v)),
        new("--client", "ID:SECRET", "an OAuth client (repeatable)",
            (o, v) => AddPair(o.Clients, v, "ID:SECRET")),
        new("--access-token-seconds", "N", "lifetime of an OAuth access token (default 3600)",
            (o, v) => o.AccessTokenSeconds = Whole(v, 1, int.MaxValue)),
        new("--refresh-token-seconds", "N", "lifetime of an OAuth refresh token (default 2592000, 30 days)",
            (o, v) => o.RefreshTokenSeconds = Whole(v, 1, int.MaxValue)),
        new("--code-seconds", "N", "lifetime of an authorization code (default 60)",
            (o, v) => o.CodeSeconds = Whole(v, 1, int.MaxValue)),
        new("--rotate-refresh-tokens", "true|false", "whether a refresh returns a new refresh token and revokes the old one (default true)",
            (o, v) => o.RotateRefreshTokens = TrueOrFalse(v)),
        new("--token-parameters", "body|query|both", "where /token reads its parameters (default both)",
            (o, v) => o.TokenParameters = Choice<TokenParameterPlace>(v)),
        new("--voipex", "USER:PASSWORD", "a Voipex user (repeatable)",
            (o, v) => AddPair(o.VoipexUsers, v, "USER:PASSWORD")),
        new("--voipex-access-seconds", "N", "lifetime of a Voipex access token (default 3000)",
            (o, v) => o.VoipexAccessSeconds = Whole(v, 1, int.MaxValue)),
        new("--voipex-refresh-seconds", "N", "lifetime of a Voipex refresh token (default 7200)",
            (o, v) => o.VoipexRefreshSeconds = Whole(v, 1, int.MaxValue)),
    ];

    public static string Help { get; } = WriteHelp();

    public static EmulatorOptions Parse(string[] args)
    {
        var options = new EmulatorOptions { Port = DefaultPort };
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            if (name is "--help" or "-h")
            {
                options.ShowHelp = true;
                return options;
            }

            var option = Array.Find(Options, o => o.Name == name)
                ?? throw new UsageException($"Unknown option '{name}'.");
            if (value is null)
            {
                if (i + 1 == args.Length) throw new UsageException($"{name} needs a value: {name} {option.Value}");
                value = args[++i];
            }

            try
            {
                option.Apply(options, value);
            }
            catch (FormatException error)
            {
                throw new UsageException($"{name}: {error.Message}");
            }
        }

        return options;
    }

    // Only an argument that begins with -- is split at the equals sign, since the values of --pat contain equals signs.
    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=') : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static int Whole(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{value}' is not a whole number from {least} to {most}.");

    private static void SetRateLimit(EmulatorOptions options, string value)
    {
        var slash = value.IndexOf('/');
        options.RateLimit = Whole(slash < 0 ? value : value[..slash], 1, int.MaxValue);
        if (slash >= 0) options.RateLimitSeconds = Whole(value[(slash + 1)..], 1, 3600);
    }

    private static double Seconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? number
            : throw new FormatException($"'{value}' is not a number of seconds such as 2 or 0.5.");

    private static double SignedSeconds(string value) =>
        value.StartsWith('-') ? -Seconds(value[1..]) : Seconds(value);

    private static decimal Amount(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && decimal.Round(amount, 2) == amount
            ? amount
            : throw new FormatException($"'{value}' is not an amount such as 100 or 99.95.");

    private static bool TrueOrFalse(string value) => value switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException($"'{value}' is neither true nor false."),
    };

    private static T Choice<T>(string value) where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToArray();
        return names.Contains(value)
            ? Enum.Parse<T>(value, ignoreCase: true)
            : throw new FormatException($"'{value}' is not one of {string.Join(", ", names)}.");
    }

    private static void AddToken(IDictionary<string, IReadOnlyCollection<string>> tokens, string value)
    {
        var equals = value.IndexOf('=');
        var token = equals < 0 ? value : value[..equals];
        var scopes = equals < 0
            ? EmulatorOptions.DefaultScopes
            : value[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (token.Length == 0) throw new FormatException("the token is empty.");
        if (scopes.Count == 0) throw new FormatException("there is no scope after the equals sign.");
        foreach (var scope in scopes)
        {
            if (!Scopes.IsKnown(scope)) throw new FormatException($"'{scope}' is not a scope of the service.");
        }

        if (!tokens.TryAdd(token, scopes)) throw new FormatException("the same token is specified twice.");
    }

    private static void AddNumber(IList<string> numbers, string value)
    {
        if (!PhoneNumber.IsE164(value)) throw new FormatException($"'{value}' is not a number such as {ServiceState.DefaultNumber}.");
        if (numbers.Contains(value)) throw new FormatException($"{value} is specified twice.");
        numbers.Add(value);
    }

    // The values of --webhook-secret, --client and --voipex contain secrets, so the messages of the next two methods do not contain the
    // complete values.
    private static void AddSecret(IList<string> secrets, string value)
    {
        if (!WebhookSignature.IsSecret(value)) throw new FormatException("the value must be whsec_ and a key in Base64.");
        if (secrets.Contains(value)) throw new FormatException("the same secret is specified twice.");
        secrets.Add(value);
    }

    private static void AddPair(IDictionary<string, string> pairs, string value, string shape)
    {
        var colon = value.IndexOf(':');
        if (colon <= 0 || colon == value.Length - 1) throw new FormatException($"the value must have the form {shape}.");
        if (!pairs.TryAdd(value[..colon], value[(colon + 1)..])) throw new FormatException($"{value[..colon]} is specified twice.");
    }

    private static string WriteHelp()
    {
        var width = Options.Max(o => o.Name.Length + o.Value.Length + 1);
        var options = Options.Select(o => $"  {(o.Name + " " + o.Value).PadRight(width)}  {o.Text}");
        var magic = MagicNumbers.Table.Select(m => $"  …{m.Digits}  {m.Outcome}");
        var marks = AiMarks.Table.Select(m => $"  …{m.Digits}  {m.Comment,-27}  {m.Outcome}");
        return $"""
            An emulator of the Fax.Plus service for trials and tests, on 127.0.0.1 only.

            Usage: FaxPlus.Emulator [options]

            {string.Join("\n", options)}
              {"--help".PadRight(width)}  this text

            When the emulator is ready, it prints one line, "Listening on http://127.0.0.1:N". Ctrl+C or SIGTERM ends it.
            The API is below /v3, the accounts service at /login and /token, Voipex below /voipex, and the
            emulator's own controls below /_emulator.

            The last four digits of a destination determine the outcome of the fax; all other digits mean success:

            {string.Join("\n", magic)}

            The last four digits of the other party's number, or a word of the comment, determine the result of Fax AI for
            a fax; all others mean finished:

            {string.Join("\n", marks)}

            """;
    }

    private sealed record Option(string Name, string Value, string Text, Action<EmulatorOptions, string> Apply);
}
