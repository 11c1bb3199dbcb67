using System.Text.Json.Nodes;

namespace FaxPlus.Emulator;

/// <summary>A person in the corporate account: the administrator or a member.</summary>
internal sealed class Account(string uid, bool isAdmin, JsonObject document)
{
    public string Uid { get; } = uid;

    public bool IsAdmin { get; } = isAdmin;

    /// <summary>The response of <c>GET /accounts/{uid}</c>.</summary>
    public JsonObject Document { get; } = document;

    public string Email => (string)Document["email"]!;

    public FaxFormat DefaultFormat =>
        Document["account_data"]?["default_file_type"] is JsonValue type
        && type.TryGetValue<string>(out var name)
        && name == FaxFormat.Tiff.Name
            ? FaxFormat.Tiff
            : FaxFormat.Pdf;

    /// <summary>The account setting that determines whether records of sent faxes are kept.</summary>
    public bool SavesHistory =>
        !(Document["account_data"]?["save_history"] is JsonValue value && value.TryGetValue<bool>(out var saves) && !saves);

    /// <summary>
    /// The role in the company. The role does not affect permissions, because the account type determines which person is an administrator.
    /// </summary>
    public required string Role { get; set; }

    /// <summary>The quota in pages per month.</summary>
    public required int Quota { get; set; }
}
