using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Contacts and their groups (API reference 3.10). The vendor documents only some of the paths and bodies; the others are assumed. A
/// collection that the service does not know (404, 405) is reported as not offered.
/// </summary>
public interface IContactOperations
{
    /// <summary>
    /// Lists contacts (GET /accounts/{user_id}/contacts). The client requests the groups once, to show the groups of each contact by name.
    /// </summary>
    /// <param name="search">Text that the service searches for in names and numbers; null for all contacts.</param>
    /// <param name="userId">The account that the contacts belong to: a member's uid, or <c>self</c>.</param>
    IPageReader<Contact> List(string? search = null, string userId = FaxPlusDefaults.Self);

    /// <summary>Reads a contact. The API has no call for a single contact; this is GET /accounts/{user_id}/contacts with its id.</summary>
    Task<Contact> GetAsync(string contactId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds a contact by its fax number, in any spelling. The list of contacts is kept for a minute, so that many contacts can be imported
    /// without a request for each.
    /// </summary>
    /// <param name="faxNumber">The number.</param>
    /// <param name="userId">The account that the contact belongs to: a member's uid, or <c>self</c>.</param>
    /// <param name="name">The name of the contact, if several may have the number; null for any name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The contact; null if no contact has the number and the name.</returns>
    Task<Contact?> FindAsync(
        string faxNumber, string userId = FaxPlusDefaults.Self, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates a contact (POST /accounts/{user_id}/contacts, assumed). The request is not repeated after a lost response: the contact is
    /// searched for by its number and name, and returned if it exists.
    /// </summary>
    /// <param name="values">
    /// Values by the wire names: name and fax_number, and email, phone, cellphone, notes, groups (names), shared, is_telefax.
    /// </param>
    /// <param name="userId">The account that the contact belongs to: a member's uid, or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Contact> CreateAsync(
        IReadOnlyDictionary<string, object?> values, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads a contact and determines what would change. Nothing is changed.</summary>
    /// <param name="contactId">The contact.</param>
    /// <param name="values">New values by the wire names. <c>groups</c> replaces all groups of the contact.</param>
    /// <param name="userId">The account that the contact belongs to: a member's uid, or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FaxPlusException">
    /// BadRequest: the name of a group of the contact cannot be read, so a change would remove the contact from that group. Specify
    /// <c>groups</c>.
    /// </exception>
    Task<ContactChanges> PrepareAsync(
        string contactId,
        IReadOnlyDictionary<string, object?> values,
        string userId = FaxPlusDefaults.Self,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a contact: POST /accounts/{user_id}/contacts/assign-groups if only its groups change, otherwise PUT
    /// /accounts/{user_id}/contacts/{contact_id} with the whole contact. No request is made if nothing changes.
    /// </summary>
    Task ApplyAsync(ContactChanges changes, CancellationToken cancellationToken = default);

    /// <summary>Deletes a contact (DELETE /accounts/{user_id}/contacts/{contact_id}, assumed).</summary>
    Task DeleteAsync(string contactId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Lists groups of contacts (GET /accounts/{user_id}/contact-groups, assumed).</summary>
    IPageReader<ContactGroup> ListGroups(string? search = null, string userId = FaxPlusDefaults.Self);

    /// <summary>Creates a group (POST /accounts/{user_id}/contact-groups, assumed).</summary>
    Task<ContactGroup> CreateGroupAsync(
        string name, string? notes, bool? isShared, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Reads a group and determines what would change. Nothing is changed.</summary>
    /// <param name="group">The id or the name of the group.</param>
    /// <param name="values">New values by their wire names: name, notes, shared.</param>
    /// <param name="userId">The account that the group belongs to: a member's uid, or <c>self</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ContactChanges> PrepareGroupAsync(
        string group,
        IReadOnlyDictionary<string, object?> values,
        string userId = FaxPlusDefaults.Self,
        CancellationToken cancellationToken = default);

    /// <summary>PUT /accounts/{user_id}/contact-groups/{group_id} with the whole group. No request is made if nothing changes.</summary>
    Task ApplyGroupAsync(ContactChanges changes, CancellationToken cancellationToken = default);

    /// <summary>Deletes a group (DELETE /accounts/{user_id}/contact-groups/{group_id}, assumed). Its contacts stay.</summary>
    Task DeleteGroupAsync(string groupId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Finds a group by its id or its name.</summary>
    /// <exception cref="FaxPlusException">NotFound: there is no such group. BadRequest: several groups have the name.</exception>
    Task<ContactGroup> GetGroupAsync(string group, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}
