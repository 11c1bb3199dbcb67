using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Fax AI (API reference 3.9). The vendor documents the POST that starts an extraction, but not the GET for its result, which is an
/// assumption.
/// </summary>
public interface IAIOperations
{
    /// <summary>GET /accounts/self/ai/credits.</summary>
    Task<AICredit> GetCreditAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The text of a fax: an existing result, or the result of an extraction that POST /accounts/{user_id}/faxes/{id}/ai/ocr starts. The
    /// client polls at increasing intervals, and starts the extraction at most once.
    /// </summary>
    /// <exception cref="FaxPlusException">Timeout, or the extraction failed or was refused.</exception>
    Task<FaxText> ReadTextAsync(
        string faxId, TimeSpan timeout, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// The fields of a fax, which are read like the text in <see cref="ReadTextAsync"/>, with the path …/ai/field-extraction.
    /// </summary>
    /// <exception cref="FaxPlusException">Timeout, or the extraction failed or was refused.</exception>
    Task<FaxField> ReadFieldsAsync(
        string faxId, TimeSpan timeout, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// PATCH /accounts/{user_id}/faxes/{id}/ai/field-extraction. Whether the service merges or replaces the values is not documented, so
    /// the existing values are read first and sent together with the new ones.
    /// </summary>
    Task UpdateFieldsAsync(
        string faxId,
        IReadOnlyDictionary<string, object?> values,
        string userId = FaxPlusDefaults.Self,
        CancellationToken cancellationToken = default);

    /// <summary>GET /accounts/self/ai/custom-fields.</summary>
    Task<IReadOnlyList<AICustomField>> ListCustomFieldsAsync(CancellationToken cancellationToken = default);

    /// <summary>POST /accounts/self/ai/custom-fields.</summary>
    Task<AICustomField> AddCustomFieldAsync(
        string name, string instructions, bool enabled = true, CancellationToken cancellationToken = default);

    /// <summary>PATCH /accounts/self/ai/custom-fields/{id}: changes the values that are not null.</summary>
    Task UpdateCustomFieldAsync(
        string fieldId, string? name, string? instructions, bool? enabled, CancellationToken cancellationToken = default);
}
