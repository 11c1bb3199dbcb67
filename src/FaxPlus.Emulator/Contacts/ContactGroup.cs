using System;
using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A contact group, which the dashboard calls a tag.</summary>
internal sealed class ContactGroup(string ownerId, DateTime created)
{
    public string Id { get; } = Ids.NewFaxId();

    public string OwnerId { get; } = ownerId;

    public string Name { get; private set; } = "";

    private string? Notes { get; set; }

    private bool IsShared { get; set; }

    private DateTime Created { get; } = created;

    private DateTime? Modified { get; set; }

    public void Replace(JsonBody body, DateTime now)
    {
        body.AllowOnly("name", "notes", "shared");
        (Name, Notes, IsShared, Modified) = (body.RequiredText("name"), body.Text("notes"), body.Flag("shared") ?? false, now);
    }

    public bool IsVisibleTo(Account person) => IsShared || OwnerId == person.Uid;

    public JsonObject ToWire() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["notes"] = Notes,
        ["is_shared"] = IsShared,
        ["creation_date"] = Times.ToWire(Created),
        ["modification_date"] = Times.ToWire(Modified ?? Created),
    };
}
