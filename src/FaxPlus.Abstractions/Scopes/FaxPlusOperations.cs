using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The operations of the API and the scopes that suffice for each (API reference, table in 2.3).</summary>
public static class FaxPlusOperations
{
    private const string AllRead = "fax:all:read", AllEdit = "fax:all:edit";
    private const string FaxRead = "fax:fax:read", FaxEdit = "fax:fax:edit";
    private const string MemberRead = "fax:member:read", MemberEdit = "fax:member:edit";
    private const string NumbersRead = "fax:numbers:read", NumbersEdit = "fax:numbers:edit";
    private const string WebhookRead = "fax:webhook:read", WebhookEdit = "fax:webhook:edit";

    internal static readonly FaxPlusOperation GetAccount = new("GET", "/accounts/{user_id}", "Reading the account", AllRead, MemberRead, "fax:user:read");
    internal static readonly FaxPlusOperation ListNumbers = new("GET", "/accounts/{user_id}/numbers", "Listing the numbers", AllRead, NumbersRead);
    internal static readonly FaxPlusOperation ListFaxes = new("GET", "/accounts/{user_id}/faxes", "Listing faxes", AllRead, FaxRead);
    internal static readonly FaxPlusOperation GetFax = new("GET", "/accounts/{user_id}/faxes/{fax_id}", "Reading the fax", AllRead, FaxRead);
    internal static readonly FaxPlusOperation UpdateFax = new("PUT", "/accounts/{user_id}/faxes/{fax_id}", "Changing the fax", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation DeleteFax = new("DELETE", "/accounts/{user_id}/faxes/{fax_id}", "Deleting the fax", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation UploadFile = new("POST", "/accounts/{user_id}/files", "Uploading the file", AllEdit, FaxEdit, "fax:file:edit");
    internal static readonly FaxPlusOperation DownloadFax = new("GET", "/accounts/{user_id}/files/{fax_id}", "Downloading the fax", AllRead, FaxRead);
    internal static readonly FaxPlusOperation DownloadReport = new("GET", "/accounts/{user_id}/report/{fax_id}", "Downloading the report", AllRead, FaxRead);
    internal static readonly FaxPlusOperation ListOutbox = new("GET", "/accounts/{user_id}/outbox", "Listing the outbox", AllRead, FaxRead);
    internal static readonly FaxPlusOperation GetOutbox = new("GET", "/accounts/{user_id}/outbox/{outbox_id}", "Reading the outbox item", AllRead, FaxRead);
    internal static readonly FaxPlusOperation SendFax = new("POST", "/accounts/{user_id}/outbox", "Sending the fax", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation UpdateOutbox = new("PUT", "/accounts/{user_id}/outbox/{outbox_id}", "Changing the outbox item", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation CancelOutbox = new("DELETE", "/accounts/{user_id}/outbox/{outbox_id}", "Cancelling the fax", AllEdit, FaxEdit);

    /// <summary>All operations that the reference documents with their scopes.</summary>
    public static IReadOnlyList<FaxPlusOperation> All { get; } =
    [
        // The fixed words come before the placeholders that would match them too.
        new("GET", "/accounts", "Listing the members", AllRead, MemberRead),
        new("POST", "/accounts/self/member-invitations", "Inviting members", AllEdit, MemberEdit),
        new("GET", "/accounts/self/member-details/{user_id}", "Reading the member", AllRead, MemberRead),
        new("PUT", "/accounts/self/member-details/{user_id}", "Changing the member", AllEdit, MemberEdit),
        new("GET", "/accounts/self/ai/custom-fields", "Listing the custom fields", AllRead, "fax:ai_settings:read"),
        GetAccount,
        new("PUT", "/accounts/{user_id}", "Changing the account", AllEdit, MemberEdit, "fax:user:edit"),
        ListNumbers,
        new("GET", "/accounts/{user_id}/numbers/{number}", "Reading the number", AllRead, NumbersRead),
        new("PUT", "/accounts/{user_id}/numbers/{number}", "Assigning the number", AllEdit, NumbersEdit),
        new("DELETE", "/accounts/{user_id}/numbers/{number}", "Revoking the number", AllEdit, NumbersEdit),
        ListFaxes, GetFax, UpdateFax, DeleteFax,
        UploadFile, DownloadFax, DownloadReport,
        ListOutbox, GetOutbox, SendFax, UpdateOutbox, CancelOutbox,
        new("GET", "/hooks", "Listing the webhooks", AllRead, WebhookRead),
        new("POST", "/hooks", "Creating the webhook", AllEdit, WebhookEdit),
        new("DELETE", "/hooks/{hook_id}", "Deleting the webhook", AllEdit, WebhookEdit),
        new("GET", "/shop/balance", "Reading the balance", AllRead, "fax:shop:read"),
        new("GET", "/shop/numbers/countries", "Listing the countries", AllRead, "fax:shop:read"),
        new("GET", "/shop/numbers/countries/{iso}/areas", "Listing the areas", AllRead, "fax:shop:read"),
        new("GET", "/shop/numbers/countries/{iso}/areas/{calling_code}/numbers", "Finding numbers", AllRead, "fax:shop:read"),
        new("POST", "/shop/numbers/purchase", "Buying the number", AllEdit, "fax:shop:edit"),
    ];

    /// <summary>The operation that a method and a path below the API's base address mean; one without scopes where the reference has none.</summary>
    public static FaxPlusOperation Find(string method, string path)
    {
        foreach (FaxPlusOperation operation in All)
        {
            if (operation.Matches(method, path)) return operation;
        }

        return new FaxPlusOperation(method.ToUpperInvariant(), path, "The request");
    }
}
