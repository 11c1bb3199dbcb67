using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FaxPlus.Client.Json;

// The JSON objects for which there is no public model: request bodies, some responses, and the wrapper objects of lists, whose format
// depends on the operation (API reference 5.1). The property with the list is required, although its value may be null, because a response
// without the property comes from another server and must not be read as an empty list.

internal sealed class FaxList
{
    [JsonRequired]
    public FaxRecords? Data { get; set; }
}

internal sealed class FaxRecords
{
    [JsonRequired]
    public List<Fax>? Records { get; set; }
}

internal sealed class OutboxList
{
    [JsonRequired]
    public List<OutboxFax>? Records { get; set; }
}

internal sealed class NumberList
{
    [JsonRequired]
    public List<FaxNumber>? Numbers { get; set; }
}

internal sealed class UploadAnswer
{
    public string? Path { get; set; }
}

internal sealed class SendAnswer
{
    public Dictionary<string, string>? Ids { get; set; }
}

internal sealed class SendBody
{
    public string? From { get; set; }

    public IReadOnlyList<string>? To { get; set; }

    public IReadOnlyList<string>? Files { get; set; }

    public string? FromFax { get; set; }

    public CommentBody? Comment { get; set; }

    public SendOptions? Options { get; set; }

    public string? SendTime { get; set; }

    public bool ReturnIds { get; set; }

    public CoverPage? CoverPage { get; set; }
}

internal sealed class CommentBody
{
    public string? Text { get; set; }

    public string[] Tags { get; set; } = [];
}

internal sealed class SendOptions
{
    public bool Enhancement { get; set; }

    public FaxRetry? Retry { get; set; }
}

internal sealed class FaxUpdateBody
{
    public string Comment { get; set; } = "";

    public bool IsRead { get; set; }
}

internal sealed class OutboxUpdateBody
{
    public string Comment { get; set; } = "";
}

internal sealed class HookList
{
    [JsonRequired]
    public List<Webhook>? Data { get; set; }
}

internal sealed class HookBody
{
    public string Target { get; set; } = "";

    public string Event { get; set; } = "";

    public IReadOnlyList<string>? Numbers { get; set; }
}

internal sealed class HookAnswer
{
    public string? Id { get; set; }
}

/// <summary>The body of a request that the service sends to a webhook.</summary>
internal sealed class WebhookBody
{
    public WebhookHook? Hook { get; set; }

    public WebhookEvent? Data { get; set; }
}

internal sealed class WebhookHook
{
    public string? Id { get; set; }

    public string? Event { get; set; }

    public DateTimeOffset? EventTime { get; set; }

    public string? Target { get; set; }
}

internal sealed class NumberAssignmentBody
{
    public string AssignedTo { get; set; } = "";
}

internal sealed class MemberList
{
    [JsonRequired]
    public List<Account>? Members { get; set; }
}

internal sealed class MemberDetailsBody
{
    public string Role { get; set; } = "";

    public int Quota { get; set; }
}

internal sealed class InvitationBody
{
    public IReadOnlyList<string>? Emails { get; set; }
}

internal sealed class InvitationAnswer
{
    public string? Message { get; set; }
}

internal sealed class CountryList
{
    [JsonRequired]
    public List<Country>? Countries { get; set; }
}

internal sealed class AreaList
{
    [JsonRequired]
    public List<Area>? Areas { get; set; }
}

internal sealed class OfferList
{
    [JsonRequired]
    public List<NumberOffer>? Numbers { get; set; }
}

/// <summary>The item of an offer. In the public model, its fields are properties of the offer.</summary>
internal sealed class OfferItem
{
    public string? Id { get; set; }

    public string? Country { get; set; }

    public string? Number { get; set; }

    public string? CountryCode { get; set; }

    public string? GeographicArea { get; set; }

    public void PutInto(NumberOffer offer)
    {
        offer.ItemId = Id;
        offer.Country = Country;
        offer.Number = Number;
        offer.CountryCode = CountryCode;
        offer.GeographicArea = GeographicArea;
    }
}

internal sealed class PurchaseBody
{
    public string ItemId { get; set; } = "";
}

/// <summary>The status of an extraction, and its result, which is text or an object.</summary>
internal sealed class AIAnswer
{
    public string? Status { get; set; }

    public JsonNode? Data { get; set; }
}

internal sealed class AICustomFieldBody
{
    public string? Name { get; set; }

    public string? Instructions { get; set; }

    public bool? Enabled { get; set; }
}
