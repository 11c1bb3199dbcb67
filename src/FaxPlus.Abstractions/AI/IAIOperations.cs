using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>
/// Fax AI (API reference 3.9). The vendor documents the POST that begins to read a fax, not the GET that asks for the
/// result: that one is an assumption.
/// </summary>
public interface IAIOperations
{
    /// <summary>GET /accounts/self/ai/credits.</summary>
    Task<AICredit> GetCreditAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The text of a fax: what the service has, or what POST /accounts/{user_id}/faxes/{id}/ai/ocr makes it read now. Looks are
    /// made with growing pauses; the reading is begun once at the most.
    /// </summary>
    /// <exception cref="FaxPlusException">Timeout, or the service could not or would not read the fax.</exception>
    Task<FaxText> ReadTextAsync(string faxId, TimeSpan timeout, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>The fields of a fax, as <see cref="ReadTextAsync"/> does it, by …/ai/field-extraction.</summary>
    /// <exception cref="FaxPlusException">Timeout, or the service could not or would not read the fax.</exception>
    Task<FaxField> ReadFieldsAsync(string faxId, TimeSpan timeout, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>
    /// PATCH /accounts/{user_id}/faxes/{id}/ai/field-extraction. Whether the service merges the values or replaces them is not
    /// documented: those that it has are read first and sent back with the new ones.
    /// </summary>
    Task UpdateFieldsAsync(string faxId, IReadOnlyDictionary<string, object?> values, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>GET /accounts/self/ai/custom-fields.</summary>
    Task<IReadOnlyList<AICustomField>> ListCustomFieldsAsync(CancellationToken cancellationToken = default);

    /// <summary>POST /accounts/self/ai/custom-fields.</summary>
    Task<AICustomField> AddCustomFieldAsync(string name, string instructions, bool enabled = true, CancellationToken cancellationToken = default);

    /// <summary>PATCH /accounts/self/ai/custom-fields/{id}: changes the values that are not null.</summary>
    Task UpdateCustomFieldAsync(string fieldId, string? name, string? instructions, bool? enabled, CancellationToken cancellationToken = default);
}
