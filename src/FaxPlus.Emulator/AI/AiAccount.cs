using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A custom field that Fax AI extracts.</summary>
internal sealed class AiCustomField
{
    public string Id { get; } = Ids.NewCustomFieldId();

    public required string Name { get; set; }

    public required string Instructions { get; set; }

    public required bool IsEnabled { get; set; }

    public JsonObject ToWire() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["instructions"] = Instructions,
        ["enabled"] = IsEnabled,
    };
}

/// <summary>The account's credits for Fax AI, their use, and the custom fields.</summary>
internal sealed class AiAccount(int credits)
{
    public const string Ocr = "ocr";
    public const string FieldExtraction = "field_extraction";

    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal) { [Ocr] = 0, [FieldExtraction] = 0 };

    public List<AiCustomField> CustomFields { get; } = [];

    private int Left => credits - _used.Values.Sum();

    /// <summary>Deducts one credit for an extraction from a fax.</summary>
    public void Pay(string feature)
    {
        if (Left <= 0) throw ApiException.PaymentRequired("insufficient_credits", "There are no AI credits left.");
        _used[feature]++;
    }

    public AiCustomField CustomField(string id) =>
        CustomFields.Find(f => f.Id == id) ?? throw ApiException.NotFound($"There is no custom field '{id}'.");

    public JsonObject ToWire() => new()
    {
        ["credits_remaining"] = Left,
        ["usage"] = new JsonArray([.. _used.Select(u => new JsonObject { ["feature"] = u.Key, ["credits_used"] = u.Value })]),
        ["reload_at"] = NextMonth(DateTime.UtcNow).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    private static DateTime NextMonth(DateTime time) => new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
}
