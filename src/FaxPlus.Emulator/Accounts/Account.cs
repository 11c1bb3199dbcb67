using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A person of the corporate account: the administrator or a member.</summary>
internal sealed class Account(string uid, bool isAdmin, JsonObject document)
{
    public string Uid { get; } = uid;

    public bool IsAdmin { get; } = isAdmin;

    /// <summary>What <c>GET /accounts/{uid}</c> answers.</summary>
    public JsonObject Document { get; } = document;

    public string Email => (string)Document["email"]!;

    public FaxFormat DefaultFormat =>
        Document["account_data"]?["default_file_type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == FaxFormat.Tiff.Name
            ? FaxFormat.Tiff
            : FaxFormat.Pdf;

    /// <summary>Whether records of sent faxes are kept: a setting of the account.</summary>
    public bool SavesHistory =>
        !(Document["account_data"]?["save_history"] is JsonValue value && value.TryGetValue<bool>(out var saves) && !saves);

    /// <summary>What the company calls the person. It gives no rights: an administrator is who the account type says.</summary>
    public required string Role { get; set; }

    /// <summary>Pages a month.</summary>
    public required int Quota { get; set; }
}
