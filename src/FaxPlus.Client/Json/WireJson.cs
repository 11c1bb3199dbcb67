using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FaxPlus.Client.Json;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Fax))]
[JsonSerializable(typeof(FaxList))]
[JsonSerializable(typeof(OutboxFax))]
[JsonSerializable(typeof(OutboxList))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(ContactGroup))]
[JsonSerializable(typeof(NumberList))]
[JsonSerializable(typeof(FaxNumber))]
[JsonSerializable(typeof(NumberAssignmentBody))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(MemberList))]
[JsonSerializable(typeof(MemberDetails))]
[JsonSerializable(typeof(MemberDetailsBody))]
[JsonSerializable(typeof(InvitationBody))]
[JsonSerializable(typeof(InvitationAnswer))]
[JsonSerializable(typeof(Balance))]
[JsonSerializable(typeof(CountryList))]
[JsonSerializable(typeof(AreaList))]
[JsonSerializable(typeof(OfferList))]
[JsonSerializable(typeof(OfferItem))]
[JsonSerializable(typeof(PurchaseBody))]
[JsonSerializable(typeof(AICredit))]
[JsonSerializable(typeof(AIAnswer))]
[JsonSerializable(typeof(AICustomField))]
[JsonSerializable(typeof(AICustomFieldBody))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(UploadAnswer))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(SendBody))]
[JsonSerializable(typeof(CoverPage))]
[JsonSerializable(typeof(FaxUpdateBody))]
[JsonSerializable(typeof(OutboxUpdateBody))]
[JsonSerializable(typeof(HookList))]
[JsonSerializable(typeof(HookBody))]
[JsonSerializable(typeof(HookAnswer))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(object))]
internal sealed partial class WireContext : JsonSerializerContext;

/// <summary>
/// Serializes the models. JSON names follow a naming policy. This class declares the exceptions to the policy, so that the models need
/// neither JSON attributes nor a second set of classes.
/// </summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions s_options = Build();

    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)s_options.GetTypeInfo(typeof(T));

    /// <exception cref="JsonException">The text is not JSON, or the JSON cannot be converted to the type.</exception>
    public static T? Read<T>(byte[] json)
        where T : class => JsonSerializer.Deserialize(JsonBytes.Clean(json), Of<T>());

    private static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            PropertyNameCaseInsensitive = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            ReadCommentHandling = JsonCommentHandling.Skip,
            TypeInfoResolver = WireContext.Default.WithAddedModifier(Shape),
        };
        foreach (JsonConverter converter in TolerantConverters.All) options.Converters.Add(converter);
        options.MakeReadOnly();
        return options;
    }

    private static void Shape(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;

        JsonPropertyInfo? others = type.Properties.FirstOrDefault(property => property.Name == "other_fields");
        if (others is not null) others.IsExtensionData = true;

        foreach (JsonPropertyInfo property in type.Properties)
        {
            // The tolerant converters of objects and lists of objects are used only for the public models, because a response whose wrapper
            // object has an unexpected type must remain invalid.
            if (type.Type.IsPublic && !property.IsExtensionData)
            {
                property.CustomConverter ??= TolerantConverters.OfMember(property.PropertyType);
            }

            // A null list is read as an empty list, because the array properties of the models are not nullable.
            if (!property.PropertyType.IsArray || property.Set is not Action<object, object?> set) continue;
            property.Set = (owner, value) =>
            {
                if (value is not null) set(owner, value);
            };
        }

        if (type.Type == typeof(Fax))
        {
            Remove(type, "user_id", "time", "is_outgoing", "from", "to");
            foreach (string name in new[] { "from", "from_number" })
            {
                Alias<Fax, string>(type, name, static (fax, value) => fax.From ??= value);
            }

            foreach (string name in new[] { "to", "to_number" }) Alias<Fax, string>(type, name, static (fax, value) => fax.To ??= value);
        }
        else if (type.Type == typeof(OutboxFax))
        {
            Remove(type, "user_id", "outbox_id", "comment", "tags", "from");
            foreach (string name in new[] { "src", "from" })
            {
                Alias<OutboxFax, string>(type, name, static (fax, value) => fax.From ??= value);
            }

            Alias<OutboxFax, CommentBody>(type, "comment", static (fax, value) =>
            {
                fax.Comment = value?.Text;
                fax.Tags = value?.Tags ?? [];
            });
        }
        else if (type.Type == typeof(WebhookEvent))
        {
            Remove(type, "hook_id", "event", "event_time", "target", "fax_id", "user_id", "from", "to", "is_retry");
            Alias<WebhookEvent, string>(type, "id", static (message, value) => message.FaxId = value);
            foreach (string name in new[] { "from", "from_number" })
            {
                Alias<WebhookEvent, string>(type, name, static (message, value) => message.From ??= value);
            }

            foreach (string name in new[] { "to", "to_number" })
            {
                Alias<WebhookEvent, string>(type, name, static (message, value) => message.To ??= value);
            }
        }
        else if (type.Type == typeof(NumberOffer))
        {
            Remove(type, "item_id", "number", "country", "country_code", "geographic_area");
            Alias<NumberOffer, OfferItem>(type, "item", static (offer, value) => value?.PutInto(offer));
        }
        else if (type.Type == typeof(Area))
        {
            Remove(type, "country");
        }
        else if (type.Type == typeof(Account) || type.Type == typeof(Contact) || type.Type == typeof(ContactGroup))
        {
            Remove(type, "user_id");
        }
    }

    private static void Remove(JsonTypeInfo type, params string[] names)
    {
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (names.Contains(type.Properties[i].Name)) type.Properties.RemoveAt(i);
        }
    }

    /// <summary>Adds a JSON property whose name or type differs from that of the model's property.</summary>
    private static void Alias<TOwner, TValue>(JsonTypeInfo type, string name, Action<TOwner, TValue?> set)
        where TValue : class
    {
        JsonPropertyInfo property = type.CreateJsonPropertyInfo(typeof(TValue), name);
        property.Set = (owner, value) => set((TOwner)owner, (TValue?)value);
        type.Properties.Add(property);
    }
}
