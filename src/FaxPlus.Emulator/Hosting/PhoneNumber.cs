using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FaxPlus.Emulator;

/// <summary>A fax number that the account has bought.</summary>
internal sealed partial class PhoneNumber(string number, string ownerId)
{
    public string Number { get; } = number;

    public DateTime Acquired { get; init; } = new(2025, 3, 14, 9, 26, 53, DateTimeKind.Utc);

    public DateTime? Expires { get; init; }

    /// <summary>The uids of the people who may use the number.</summary>
    public List<string> AssignedTo { get; } = [ownerId];

    public static bool IsE164(string text) => E164().IsMatch(text);

    /// <summary>Converts a number with an international prefix, spaces, dashes, dots or parentheses to the E.164 format.</summary>
    public static string Normalize(string text)
    {
        var plain = Separators().Replace(text, "");
        return plain.StartsWith("00", StringComparison.Ordinal) ? "+" + plain[2..] : plain;
    }

    /// <summary>
    /// Returns the number in another format: with separators if it is in the E.164 format, otherwise in the E.164 format.
    /// </summary>
    public static string Respell(string text) => IsE164(text) ? Format(text)! : Normalize(text);

    /// <summary>Returns the number with a space and a dash, as in examples of the service.</summary>
    public static string? Format(string? number) =>
        number is { Length: > 7 } ? $"{number[..^7]} {number[^7..^4]}-{number[^4..]}" : number;

    public JsonObject ToWire() => new()
    {
        ["id"] = Ids.SeededNumberId(Number),
        ["number"] = Number,
        ["owner_id"] = ownerId,
        ["status"] = "active",
        ["acquired_date"] = Times.ToWire(Acquired),
        ["assigned_to"] = new JsonArray([.. AssignedTo.Select(uid => JsonValue.Create(uid))]),
        ["expiration_date"] = Times.ToWire(Expires),
        ["is_canceled"] = false,
        ["notifications"] = new JsonArray(),
    };

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex E164();

    [GeneratedRegex(@"\(0\)|[ \-.()/]", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
