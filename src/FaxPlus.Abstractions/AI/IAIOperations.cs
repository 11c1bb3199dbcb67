using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Fax AI (API reference 3.9). The vendor documents the POST request that starts an extraction. The GET request for the result is not
/// documented and is assumed.
/// </summary>
public interface IAIOperations
{
    /// <summary>Reads the account's credits (GET /accounts/self/ai/credits).</summary>
    Task<AICredit> GetCreditAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the text of a fax, either an existing result or the result of an extraction that the client starts with POST
    /// /accounts/{user_id}/faxes/{id}/ai/ocr. The client polls at increasing intervals, and starts the extraction at most once.
    /// </summary>
    /// <exception cref="FaxPlusException">The timeout elapsed, or the extraction failed or was refused.</exception>
    Task<FaxText> ReadTextAsync(
        string faxId, TimeSpan timeout, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the fields of a fax, either an existing result or the result of an extraction that the client starts with POST
    /// /accounts/{user_id}/faxes/{id}/ai/field-extraction. The client polls at increasing intervals, and starts the extraction at most
    /// once.
    /// </summary>
    /// <exception cref="FaxPlusException">The timeout elapsed, or the extraction failed or was refused.</exception>
    Task<FaxField> ReadFieldsAsync(
        string faxId, TimeSpan timeout, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// Corrects the values of fields (PATCH /accounts/{user_id}/faxes/{id}/ai/field-extraction). The vendor does not document whether the
    /// service merges or replaces the values, so the client first reads the existing values and sends them together with the new values.
    /// </summary>
    Task UpdateFieldsAsync(
        string faxId,
        IReadOnlyDictionary<string, object?> values,
        string userId = FaxPlusDefaults.Self,
        CancellationToken cancellationToken = default);

    /// <summary>Lists the custom fields (GET /accounts/self/ai/custom-fields).</summary>
    Task<IReadOnlyList<AICustomField>> ListCustomFieldsAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates a custom field (POST /accounts/self/ai/custom-fields).</summary>
    Task<AICustomField> AddCustomFieldAsync(
        string name, string instructions, bool enabled = true, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes a custom field (PATCH /accounts/self/ai/custom-fields/{id}). If an argument is null, the field keeps its current value.
    /// </summary>
    Task UpdateCustomFieldAsync(
        string fieldId, string? name, string? instructions, bool? enabled, CancellationToken cancellationToken = default);
}
