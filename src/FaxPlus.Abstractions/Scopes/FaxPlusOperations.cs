using System.Collections.Generic;
using static FaxPlus.FaxPlusScopes;

namespace FaxPlus;

/// <summary>The operations of the API, with the scopes that permit them (API reference, table in 2.3).</summary>
public static class FaxPlusOperations
{
    internal static readonly FaxPlusOperation ListMembers = new("GET", "/accounts", "Listing the members", AllRead, MemberRead);
    internal static readonly FaxPlusOperation InviteMembers =
        new("POST", "/accounts/self/member-invitations", "Inviting members", AllEdit, MemberEdit) { Assumed = "body" };
    internal static readonly FaxPlusOperation GetMember =
        new("GET", "/accounts/self/member-details/{user_id}", "Reading the member", AllRead, MemberRead);
    internal static readonly FaxPlusOperation UpdateMember =
        new("PUT", "/accounts/self/member-details/{user_id}", "Changing the member", AllEdit, MemberEdit);
    internal static readonly FaxPlusOperation GetAccount =
        new("GET", "/accounts/{user_id}", "Reading the account", AllRead, MemberRead, UserRead);
    internal static readonly FaxPlusOperation UpdateAccount =
        new("PUT", "/accounts/{user_id}", "Changing the account", AllEdit, MemberEdit, UserEdit);
    internal static readonly FaxPlusOperation ListNumbers =
        new("GET", "/accounts/{user_id}/numbers", "Listing the numbers", AllRead, NumbersRead);
    internal static readonly FaxPlusOperation GetNumber =
        new("GET", "/accounts/{user_id}/numbers/{number}", "Reading the number", AllRead, NumbersRead);
    internal static readonly FaxPlusOperation AssignNumber =
        new("PUT", "/accounts/{user_id}/numbers/{number}", "Assigning the number", AllEdit, NumbersEdit);
    internal static readonly FaxPlusOperation RevokeNumber =
        new("DELETE", "/accounts/{user_id}/numbers/{number}", "Revoking the number", AllEdit, NumbersEdit);
    internal static readonly FaxPlusOperation ListFaxes = new("GET", "/accounts/{user_id}/faxes", "Listing faxes", AllRead, FaxRead);
    internal static readonly FaxPlusOperation GetFax =
        new("GET", "/accounts/{user_id}/faxes/{fax_id}", "Reading the fax", AllRead, FaxRead);
    internal static readonly FaxPlusOperation UpdateFax =
        new("PUT", "/accounts/{user_id}/faxes/{fax_id}", "Changing the fax", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation DeleteFax =
        new("DELETE", "/accounts/{user_id}/faxes/{fax_id}", "Deleting the fax", AllEdit, FaxEdit);
    // The request may be repeated, because a second upload only creates another temporary file.
    internal static readonly FaxPlusOperation UploadFile =
        new(RetryRule.Repeatable, "POST", "/accounts/{user_id}/files", "Uploading the file", AllEdit, FaxEdit, FileEdit);

    internal static readonly FaxPlusOperation DownloadFax =
        new("GET", "/accounts/{user_id}/files/{fax_id}", "Downloading the fax", AllRead, FaxRead);
    internal static readonly FaxPlusOperation DownloadReport =
        new("GET", "/accounts/{user_id}/report/{fax_id}", "Downloading the report", AllRead, FaxRead);
    internal static readonly FaxPlusOperation ListOutbox = new("GET", "/accounts/{user_id}/outbox", "Listing the outbox", AllRead, FaxRead);
    internal static readonly FaxPlusOperation GetOutbox =
        new("GET", "/accounts/{user_id}/outbox/{outbox_id}", "Reading the outbox item", AllRead, FaxRead);
    internal static readonly FaxPlusOperation SendFax = new("POST", "/accounts/{user_id}/outbox", "Sending the fax", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation UpdateOutbox =
        new("PUT", "/accounts/{user_id}/outbox/{outbox_id}", "Changing the outbox item", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation CancelOutbox =
        new("DELETE", "/accounts/{user_id}/outbox/{outbox_id}", "Cancelling the fax", AllEdit, FaxEdit);
    internal static readonly FaxPlusOperation ListContacts =
        new("GET", "/accounts/{user_id}/contacts", "Listing contacts", AllRead) { Assumed = "response" };
    internal static readonly FaxPlusOperation CreateContact =
        new("POST", "/accounts/{user_id}/contacts", "Creating the contact", AllEdit) { Assumed = "path" };
    internal static readonly FaxPlusOperation UpdateContact =
        new("PUT", "/accounts/{user_id}/contacts/{contact_id}", "Changing the contact", AllEdit) { Assumed = "body" };
    internal static readonly FaxPlusOperation DeleteContact =
        new("DELETE", "/accounts/{user_id}/contacts/{contact_id}", "Deleting the contact", AllEdit) { Assumed = "path" };

    // The request replaces the groups of the contact, so a second request has no further effect.
    internal static readonly FaxPlusOperation AssignContactGroups =
        new(RetryRule.Repeatable, "POST", "/accounts/{user_id}/contacts/assign-groups", "Assigning the groups", AllEdit)
        {
            Assumed = "body",
        };
    internal static readonly FaxPlusOperation ListContactGroups =
        new("GET", "/accounts/{user_id}/contact-groups", "Listing contact groups", AllRead) { Assumed = "path" };
    internal static readonly FaxPlusOperation CreateContactGroup =
        new("POST", "/accounts/{user_id}/contact-groups", "Creating the contact group", AllEdit) { Assumed = "path" };
    internal static readonly FaxPlusOperation UpdateContactGroup =
        new("PUT", "/accounts/{user_id}/contact-groups/{group_id}", "Changing the contact group", AllEdit) { Assumed = "body" };
    internal static readonly FaxPlusOperation DeleteContactGroup =
        new("DELETE", "/accounts/{user_id}/contact-groups/{group_id}", "Deleting the contact group", AllEdit) { Assumed = "path" };
    internal static readonly FaxPlusOperation ListHooks = new("GET", "/hooks", "Listing the webhooks", AllRead, WebhookRead);
    internal static readonly FaxPlusOperation CreateHook = new("POST", "/hooks", "Creating the webhook", AllEdit, WebhookEdit);
    internal static readonly FaxPlusOperation DeleteHook = new("DELETE", "/hooks/{hook_id}", "Deleting the webhook", AllEdit, WebhookEdit);
    internal static readonly FaxPlusOperation GetBalance = new("GET", "/shop/balance", "Reading the balance", AllRead, ShopRead);
    internal static readonly FaxPlusOperation ListCountries =
        new("GET", "/shop/numbers/countries", "Listing the countries", AllRead, ShopRead);
    internal static readonly FaxPlusOperation ListAreas =
        new("GET", "/shop/numbers/countries/{iso}/areas", "Listing the areas", AllRead, ShopRead);
    internal static readonly FaxPlusOperation FindNumbers =
        new("GET", "/shop/numbers/countries/{iso}/areas/{calling_code}/numbers", "Finding numbers", AllRead, ShopRead);
    internal static readonly FaxPlusOperation BuyNumber =
        new(RetryRule.NeverRetry, "POST", "/shop/numbers/purchase", "Buying the number", AllEdit, ShopEdit);
    internal static readonly FaxPlusOperation ListCustomFields =
        new("GET", "/accounts/self/ai/custom-fields", "Listing the custom fields", AllRead, AISettingsRead);

    // No scope is documented for the following Fax AI operations, and the GET requests for results are assumed. The PATCH requests only set
    // values, so they are idempotent.
    internal static readonly FaxPlusOperation GetAICredit = new("GET", "/accounts/self/ai/credits", "Reading the AI credits");
    internal static readonly FaxPlusOperation GetText =
        new("GET", "/accounts/{user_id}/faxes/{fax_id}/ai/ocr", "Reading the text") { Assumed = "path" };
    internal static readonly FaxPlusOperation StartText = new("POST", "/accounts/{user_id}/faxes/{fax_id}/ai/ocr", "Extracting the text");
    internal static readonly FaxPlusOperation GetFields =
        new("GET", "/accounts/{user_id}/faxes/{fax_id}/ai/field-extraction", "Reading the fields") { Assumed = "path" };
    internal static readonly FaxPlusOperation StartFields =
        new("POST", "/accounts/{user_id}/faxes/{fax_id}/ai/field-extraction", "Extracting the fields");
    internal static readonly FaxPlusOperation UpdateFields =
        new(RetryRule.Repeatable, "PATCH", "/accounts/{user_id}/faxes/{fax_id}/ai/field-extraction", "Correcting the fields");
    internal static readonly FaxPlusOperation CreateCustomField =
        new("POST", "/accounts/self/ai/custom-fields", "Creating the custom field");
    internal static readonly FaxPlusOperation UpdateCustomField =
        new(RetryRule.Repeatable, "PATCH", "/accounts/self/ai/custom-fields/{field_id}", "Changing the custom field");

    /// <summary>All operations that the client supports, with their documented scopes.</summary>
    public static IReadOnlyList<FaxPlusOperation> All { get; } =
    [
        // Operations with literal segments precede operations whose placeholders match the same segments.
        ListMembers, InviteMembers, GetMember, UpdateMember, ListCustomFields,
        GetAccount, UpdateAccount,
        ListNumbers, GetNumber, AssignNumber, RevokeNumber,
        ListFaxes, GetFax, UpdateFax, DeleteFax,
        UploadFile, DownloadFax, DownloadReport,
        ListOutbox, GetOutbox, SendFax, UpdateOutbox, CancelOutbox,
        ListContacts, CreateContact, AssignContactGroups, UpdateContact, DeleteContact,
        ListContactGroups, CreateContactGroup, UpdateContactGroup, DeleteContactGroup,
        ListHooks, CreateHook, DeleteHook,
        GetBalance, ListCountries, ListAreas, FindNumbers, BuyNumber,
        GetAICredit, GetText, StartText, GetFields, StartFields, UpdateFields, CreateCustomField, UpdateCustomField,
    ];

    /// <summary>
    /// Returns the operation for a method and a path below the API's base address. If <see cref="All"/> does not contain the operation, the
    /// method returns an operation without scopes.
    /// </summary>
    public static FaxPlusOperation Find(string method, string path)
    {
        foreach (FaxPlusOperation operation in All)
        {
            if (operation.Matches(method, path)) return operation;
        }

        return new FaxPlusOperation(method.ToUpperInvariant(), path, "The request") { HasTemplate = false };
    }
}
