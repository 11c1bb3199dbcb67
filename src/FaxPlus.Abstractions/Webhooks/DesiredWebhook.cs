using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace FaxPlus;

/// <summary>A webhook that the account should have.</summary>
public sealed class DesiredWebhook
{
    // Matches a separator before a second address or at the end of the text, because the service would accept such text as a single
    // address.
    private static readonly Regex s_separator = new(
        @"[,;|\s]\s*https?://|[,;|]$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Creates a desired webhook.</summary>
    /// <param name="target">The address that the service calls.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="numbers">The account numbers to which the webhook applies; null or empty for all numbers.</param>
    /// <exception cref="FaxPlusException">
    /// The address or the event is empty or contains an invisible character, the target contains several addresses, or a number has no
    /// digits.
    /// </exception>
    public DesiredWebhook(string target, string eventName, IEnumerable<string>? numbers = null)
    {
        Target = Single(Demand(target, "target"));
        string name = Demand(eventName, "event");
        InvisibleCharacter.Refuse(Target, "The target of the webhook");
        InvisibleCharacter.Refuse(name, "The event of the webhook");
        Event = WebhookEventName.Known.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) ?? name;
        Numbers = [.. (numbers ?? []).Where(number => !string.IsNullOrWhiteSpace(number)).Select(Number).Distinct()];
    }

    /// <summary>The address that the service calls.</summary>
    public string Target { get; }

    /// <summary>The event.</summary>
    public string Event { get; }

    /// <summary>The account numbers to which the webhook applies; empty for all numbers.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>For messages: the event, and the address with its secrets masked.</summary>
    public override string ToString() => PrintableText.Of($"{Event} to {AddressSecrets.HideAll(Target)}");

    /// <summary>
    /// Returns the normalized number. Text without digits causes an error. If such text were ignored, the list could become empty, and the
    /// webhook would apply to all numbers.
    /// </summary>
    private static string Number(string text) => PhoneNumber.Normalize(text) is { } number && number.Any(char.IsDigit)
        ? number
        : throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{text}' is not a number.")
        {
            RecommendedAction = "Specify numbers of the account in the international format, such as +16505550100.",
        };

    private static string Single(string target) => !s_separator.IsMatch(target)
        ? target
        : throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest, $"The target {PrintableText.Of(AddressSecrets.HideAll(target))} is not a single address.")
        {
            RecommendedAction = "Specify each address separately, for example in separate rows.",
        };

    private static string Demand(string text, string what) => string.IsNullOrWhiteSpace(text)
        ? throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"The {what} of the webhook is empty.")
        {
            RecommendedAction = "Specify a Target such as https://example.com/hook and an Event such as fax_received.",
        }
        : text.Trim();
}
