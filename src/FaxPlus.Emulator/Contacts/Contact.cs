using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A contact, which is personal or shared with all members.</summary>
internal sealed class Contact(string ownerId, DateTime created)
{
    public string Id { get; } = Ids.NewFaxId();

    public string OwnerId { get; } = ownerId;

    public bool IsShared { get; private set; }

    public string FaxNumber { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The ids of the contact's groups. Requests contain the names of the groups instead.</summary>
    public List<string> GroupIds { get; } = [];

    private JsonObject Fields { get; set; } = [];

    private DateTime Created { get; } = created;

    private DateTime? Modified { get; set; }

    /// <summary>Replaces the entire contact. Fields that the body does not contain are removed.</summary>
    public void Replace(JsonBody body, IEnumerable<string> groupIds, DateTime now)
    {
        body.AllowOnly(
            "name", "fax_number", "email", "phone", "cellphone", "notes", "groups", "shared", "is_telefax", "company", "numbers");
        string name = body.RequiredText("name"), number = body.RequiredText("fax_number");
        if (!PhoneNumber.IsE164(number)) throw body.Wrong("fax_number", "a number in the E.164 format");
        foreach (string field in new[] { "email", "phone", "cellphone", "notes", "company" }) _ = body.Text(field);
        (Name, FaxNumber, IsShared, Modified) = (name, number, body.Flag("shared") ?? false, now);
        Fields = [];
        foreach (string field in new[] { "email", "phone", "cellphone", "notes", "company", "numbers" })
        {
            if (body.Has(field)) Fields[field] = body.Copy(field);
        }

        Fields["is_telefax"] = body.Flag("is_telefax") ?? false;
        GroupIds.Clear();
        GroupIds.AddRange(groupIds);
    }

    public bool IsVisibleTo(Account person) => IsShared || OwnerId == person.Uid;

    public bool Matches(string search) =>
        Name.Contains(search, StringComparison.OrdinalIgnoreCase) || FaxNumber.Contains(search, StringComparison.Ordinal);

    public JsonObject ToWire()
    {
        var wire = (JsonObject)Fields.DeepClone();
        wire["id"] = Id;
        wire["name"] = Name;
        wire["fax_number"] = FaxNumber;
        wire["groups"] = new JsonArray([.. GroupIds.Select(id => (JsonNode)id)]);
        wire["is_shared"] = IsShared;
        wire["creation_date"] = Times.ToWire(Created);
        wire["modification_date"] = Times.ToWire(Modified ?? Created);
        return wire;
    }
}
