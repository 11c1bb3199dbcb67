using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Faxes that were sent or received (API reference 3.3).</summary>
public interface IFaxOperations
{
    /// <summary>Returns a reader of a fax list. The client makes the first request when the caller reads the first page.</summary>
    IPageReader<Fax> List(FaxQuery query);

    /// <summary>Reads a fax (GET /accounts/{user_id}/faxes/{id}).</summary>
    Task<Fax> GetAsync(string faxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the comment and the read flag of a fax (PUT /accounts/{user_id}/faxes/{id}). The service requires both values. For a null
    /// value, the client first reads the current value and sends that value unchanged.
    /// </summary>
    Task UpdateAsync(
        string faxId, string? comment, bool? isRead, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Deletes a fax (DELETE /accounts/{user_id}/faxes/{id}).</summary>
    Task DeleteAsync(string faxId, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>Returns an object that follows faxes until they have a final status.</summary>
    IFaxFollower Follow();

    /// <summary>Begins to receive faxes. The checkpoint is read and locked; no request is made before the first poll.</summary>
    /// <exception cref="FaxPlusException">The checkpoint is in use or damaged, or belongs to another service or account.</exception>
    IFaxReceiver Receive(ReceiveOptions options);
}
