using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.AI;

internal sealed class AIOperations(ApiClient api, FaxPlusClientOptions options) : IAIOperations
{
    private const string CustomFields = "/accounts/self/ai/custom-fields";

    public Task<AICredit> GetCreditAsync(CancellationToken cancellationToken) =>
        api.GetAsync<AICredit>(FaxPlusOperations.GetAICredit, "/accounts/self/ai/credits", cancellationToken);

    public async Task<FaxText> ReadTextAsync(string faxId, TimeSpan timeout, string userId, CancellationToken cancellationToken)
    {
        var reading = new AIExtraction(
            api,
            options,
            FaxPlusOperations.GetText,
            FaxPlusOperations.StartText,
            ApiPath.Of(userId, "faxes", faxId, "ai", "ocr"),
            $"The text of the fax {faxId}");
        AIAnswer answer = await reading.ReadAsync(timeout, cancellationToken).ConfigureAwait(false);
        return new FaxText
        {
            FaxId = faxId,
            UserId = userId,
            Status = answer.Status,
            Text = answer.Data is JsonValue value && value.TryGetValue(out string? text) ? text : answer.Data?.ToJsonString(),
        };
    }

    public async Task<FaxField> ReadFieldsAsync(string faxId, TimeSpan timeout, string userId, CancellationToken cancellationToken)
    {
        var reading = new AIExtraction(
            api,
            options,
            FaxPlusOperations.GetFields,
            FaxPlusOperations.StartFields,
            FieldsPath(faxId, userId),
            $"The fields of the fax {faxId}");
        AIAnswer answer = await reading.ReadAsync(timeout, cancellationToken).ConfigureAwait(false);
        return new FaxField
        {
            FaxId = faxId,
            UserId = userId,
            Status = answer.Status,
            Field = PlainJson.ToDictionary(answer.Data as JsonObject),
        };
    }

    public async Task UpdateFieldsAsync(
        string faxId, IReadOnlyDictionary<string, object?> values, string userId, CancellationToken cancellationToken)
    {
        if (values is null) throw new ArgumentNullException(nameof(values));
        string path = FieldsPath(faxId, userId);
        AIAnswer? present = await AIExtraction.RequestResultAsync(api, FaxPlusOperations.GetFields, path, cancellationToken)
            .ConfigureAwait(false);
        JsonObject data = present?.Data is JsonObject fields ? (JsonObject)fields.DeepClone() : [];
        foreach (KeyValuePair<string, object?> value in values) data[value.Key] = PlainJson.Of(value.Value);
        await ChangeAsync(
            FaxPlusOperations.UpdateFields, path, new JsonObject { ["data"] = data }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<AICustomField>> ListCustomFieldsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AICustomField>? fields = null;
        await api.SendAsync(
            FaxPlusOperations.ListCustomFields,
            CustomFields,
            null,
            async (response, call, token) =>
            {
                JsonNode? answer = await api.ReadOptionalAsync<JsonNode>(response, call, token).ConfigureAwait(false);
                JsonArray list = ListIn(answer) ?? throw ErrorFactory.Unreadable("contains no list", response, call, null);
                if (list.Any(item => item is JsonArray or JsonValue))
                {
                    throw ErrorFactory.Unreadable("has a custom field that is not an object", response, call, null);
                }

                fields = [.. list.OfType<JsonObject>().Select(item => item.Deserialize(WireJson.Of<AICustomField>())!)];
            },
            cancellationToken).ConfigureAwait(false);
        return fields!;
    }

    public async Task<AICustomField> AddCustomFieldAsync(
        string name, string instructions, bool enabled, CancellationToken cancellationToken)
    {
        var body = new AICustomFieldBody { Name = name, Instructions = instructions, Enabled = enabled };
        AICustomField made = await api.GetAsync<AICustomField>(
            FaxPlusOperations.CreateCustomField, CustomFields, cancellationToken, _ => ApiClient.JsonBody(body)).ConfigureAwait(false);
        made.Name ??= name;
        made.Instructions ??= instructions;
        made.Enabled ??= enabled;
        return made;
    }

    public Task UpdateCustomFieldAsync(
        string fieldId, string? name, string? instructions, bool? enabled, CancellationToken cancellationToken) =>
        ChangeAsync(
            FaxPlusOperations.UpdateCustomField,
            ApiPath.Of(FaxPlusDefaults.Self, "ai", "custom-fields", fieldId),
            new AICustomFieldBody { Name = name, Instructions = instructions, Enabled = enabled },
            cancellationToken);

    private Task ChangeAsync<TBody>(FaxPlusOperation operation, string path, TBody body, CancellationToken cancellationToken)
        where TBody : class =>
        api.SendAsync(operation, path, HttpContent (_) => ApiClient.JsonBody(body), api.ReadDoneAsync, cancellationToken);

    /// <summary>
    /// Finds the list in a response. The format is not documented, so both a bare array and an array inside an object are accepted.
    /// </summary>
    private static JsonArray? ListIn(JsonNode? answer) => answer switch
    {
        JsonArray list => list,
        JsonObject wrapper => wrapper.Select(member => member.Value).OfType<JsonArray>().FirstOrDefault()
            ?? (wrapper.FirstOrDefault(member => member.Value is JsonObject).Value is JsonObject inner ? ListIn(inner) : null),
        _ => null,
    };

    private static string FieldsPath(string faxId, string userId) => ApiPath.Of(userId, "faxes", faxId, "ai", "field-extraction");
}
