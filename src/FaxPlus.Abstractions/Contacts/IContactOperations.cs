using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Contacts and their groups (API reference 3.10). The vendor documents only some of the paths and bodies; the others are assumed. If the
/// service responds with 404 or 405 for a collection, the error reports that the service does not offer the collection.
/// </summary>
public interface IContactOperations
{
    /// <summary>
    /// Lists contacts (GET /accounts/{user_id}/contacts). The client also requests the groups, once per list, so that it can return the
    /// names of each contact's groups.
    /// </summary>
    /// <param name="search">The text that the service searches for in names and numbers; null to list all contacts.</param>
    /// <param name="userId">The account that the contacts belong to, as a member's uid or <c>self</c>.</param>
    IPageReader<Contact> List(string? search = null, string userId = FaxPlusDefaults.Self);

    /// <summary>
    /// Reads a contact by listing contacts with an id filter (GET /accounts/{user_id}/contacts), because the API has no request for a
    /// single contact.
    /// </summary>
    Task<Contact> GetAsync(string contactId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds a contact by its fax number, in any format. The client caches the contact list for a minute, so that an import does not need a
    /// request for each contact.
    /// </summary>
    /// <param name="faxNumber">The number.</param>
    /// <param name="userId">The account that the contact belongs to, as a member's uid or <c>self</c>.</param>
    /// <param name="name">The name of the contact, if several contacts may have the number; null for any name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The contact; null if no contact has the number and the name.</returns>
    Task<Contact?> FindAsync(
        string faxNumber, string userId = FaxPlusDefaults.Self, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a contact (POST /accounts/{user_id}/contacts, assumed). After a lost response, the client does not repeat the request, but
    /// searches for the contact by number and name. The call fails if the search does not find the contact.
    /// </summary>
    /// <param name="values">
    /// The values, keyed by JSON name: name and fax_number, and optionally email, phone, cellphone, notes, groups (names), shared and
    /// is_telefax.
    /// </param>
    /// <param name="userId">The account that the contact belongs to, as a member's uid or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Contact> CreateAsync(
        IReadOnlyDictionary<string, object?> values, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads a contact and determines the changes, without applying them.</summary>
    /// <param name="contactId">The contact.</param>
    /// <param name="values">The new values, keyed by JSON name. <c>groups</c> replaces all groups of the contact.</param>
    /// <param name="userId">The account that the contact belongs to, as a member's uid or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FaxPlusException">
    /// BadRequest: the name of one of the contact's groups cannot be read, so a change would remove the contact from that group. To avoid
    /// this error, specify <c>groups</c>.
    /// </exception>
    Task<ContactChanges> PrepareAsync(
        string contactId,
        IReadOnlyDictionary<string, object?> values,
        string userId = FaxPlusDefaults.Self,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a contact with POST /accounts/{user_id}/contacts/assign-groups if only its groups change; otherwise, with PUT
    /// /accounts/{user_id}/contacts/{contact_id} and the complete contact. If there are no changes, the client makes no request.
    /// </summary>
    Task ApplyAsync(ContactChanges changes, CancellationToken cancellationToken = default);

    /// <summary>Deletes a contact (DELETE /accounts/{user_id}/contacts/{contact_id}, assumed).</summary>
    Task DeleteAsync(string contactId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Lists groups of contacts (GET /accounts/{user_id}/contact-groups, assumed).</summary>
    IPageReader<ContactGroup> ListGroups(string? search = null, string userId = FaxPlusDefaults.Self);

    /// <summary>Creates a group (POST /accounts/{user_id}/contact-groups, assumed).</summary>
    Task<ContactGroup> CreateGroupAsync(
        string name, string? notes, bool? isShared, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads a group and determines the changes, without applying them.</summary>
    /// <param name="group">The id or the name of the group.</param>
    /// <param name="values">The new values, keyed by JSON name: name, notes and shared.</param>
    /// <param name="userId">The account that the group belongs to, as a member's uid or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ContactChanges> PrepareGroupAsync(
        string group,
        IReadOnlyDictionary<string, object?> values,
        string userId = FaxPlusDefaults.Self,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a group with PUT /accounts/{user_id}/contact-groups/{group_id} and the complete group. If there are no changes, the client
    /// makes no request.
    /// </summary>
    Task ApplyGroupAsync(ContactChanges changes, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a group (DELETE /accounts/{user_id}/contact-groups/{group_id}, assumed). The contacts of the group are not deleted.
    /// </summary>
    Task DeleteGroupAsync(string groupId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Finds a group by its id or name.</summary>
    /// <exception cref="FaxPlusException">NotFound: no group has this id or name. BadRequest: several groups have the name.</exception>
    Task<ContactGroup> GetGroupAsync(string group, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}
