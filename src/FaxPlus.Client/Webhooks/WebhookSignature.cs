using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Webhooks;

/// <summary>
/// Checks signatures of the Standard Webhooks scheme, which Svix uses (API reference 3.6). A signature is an HMAC-SHA256 of
/// <c>id.timestamp.body</c>. At least one <c>v1</c> signature must be valid for one of the secrets.
/// </summary>
internal sealed class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>The maximum difference between the time of the signature and the current time.</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(5);

    private readonly List<byte[]> _keys;
    private readonly Func<DateTimeOffset> _now;

    public WebhookSignature(IReadOnlyList<Secret> secrets, Func<DateTimeOffset> now)
    {
        _keys = [.. secrets.Select(KeyOf)];
        _now = now;
    }

    /// <summary>Whether signatures are not checked because no secret was specified.</summary>
    public bool IsOff => _keys.Count == 0;

    /// <summary>
    /// Checks the signature of a message, and returns the message id, which is the same for all deliveries of the message.
    /// </summary>
    /// <exception cref="FaxPlusException">The signature is not valid. The kind is Forbidden.</exception>
    public string Demand(byte[] body, IReadOnlyCollection<KeyValuePair<string, string>> headers)
    {
        string family = headers.Any(header => string.Equals(header.Key, "webhook-signature", StringComparison.OrdinalIgnoreCase))
            && !headers.Any(header => header.Key.StartsWith("svix-", StringComparison.OrdinalIgnoreCase)) ? "webhook-" : "svix-";
        string id = Single(headers, family + "id");
        string timestamp = Single(headers, family + "timestamp");
        string signatures = Single(headers, family + "signature");
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        string[] given = [.. signatures.Split(' ')
            .Where(entry => entry.StartsWith(Version, StringComparison.Ordinal))
            .Select(entry => entry.Substring(Version.Length))];
        bool isRight = false;
        foreach (byte[] key in _keys)
        {
            using var hmac = new HMACSHA256(key);
            string expected = Convert.ToBase64String(hmac.ComputeHash(signed));
            foreach (string entry in given) isRight |= ConstantTime.Equals(entry, expected);
        }

        if (!isRight)
        {
            throw Refused(
                "its signature is wrong",
                "Another sender sent the message, the message was changed in transit, or the secret is wrong: "
                + "compare the secret with that in the webhook's settings. The body must be passed unchanged.");
        }

        DemandTime(timestamp);
        return id;
    }

    private void DemandTime(string timestamp)
    {
        // The scheme specifies an integer, so only digits are accepted.
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            throw Refused("its timestamp is not a number", "The service did not send this message.");
        }

        double age = _now().ToUnixTimeSeconds() - (double)seconds;
        if (Math.Abs(age) <= s_window.TotalSeconds) return;
        string when = age > 0 ? "more than five minutes ago" : "more than five minutes ahead of this machine's clock";
        throw Refused(
            $"it was signed {when}",
            "An old message may be a replayed message. Read messages when they arrive, and check this machine's clock.");
    }

    private static string Single(IEnumerable<KeyValuePair<string, string>> headers, string name)
    {
        string[] values = [.. headers
            .Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)];
        if (values.Length == 1 && !string.IsNullOrEmpty(values[0])) return values[0];
        string what = values.Length > 1 ? $"the header {name} occurs more than once" : $"the header {name} is missing";
        throw Refused(
            what,
            "The service did not sign the message, or the caller changed or omitted its headers. Pass the headers unchanged. "
            + "If webhooks are not signed for this account, "
            + "compare the message with the account instead of checking its signature.",
            FaxPlusAdvice.WebhookSignature);
    }

    /// <exception cref="FaxPlusException">The secret is not valid.</exception>
    private static byte[] KeyOf(Secret secret)
    {
        string text = secret.Reveal();
        if (text.StartsWith(SecretPrefix, StringComparison.Ordinal)) text = text.Substring(SecretPrefix.Length);
        byte[] key = [];
        try
        {
            key = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            // The exception of .NET is not used as the cause, because it may contain the secret.
        }

        return key.Length > 0
            ? key
            : throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest, "The webhook secret is invalid: it must be whsec_ followed by a key in Base64.")
            {
                RecommendedAction = "Copy the signing secret from the webhook's settings again, without spaces.",
            };
    }

    internal static FaxPlusException Refused(string why, string action, FaxPlusAdvice advice = FaxPlusAdvice.None) =>
        new(FaxPlusErrorKind.Forbidden, $"The webhook message was refused: {why}.") { RecommendedAction = action, Advice = advice };
}
