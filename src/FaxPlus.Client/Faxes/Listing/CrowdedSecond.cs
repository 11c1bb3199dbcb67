using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// Reads the records of a second that has more records than fit into a page. The records are requested by category and, if the records of a
/// category fill a page, by offset.
/// </summary>
internal sealed class CrowdedSecond(FaxPages pages, string? category)
{
    private static readonly string[] s_categories = ["inbox", "sent", "spam"];

    private readonly OffsetPages _offsets = new(pages);

    /// <param name="second">The second to read.</param>
    /// <param name="margin">The time between the second and each bound of the request.</param>
    /// <param name="fill">The number of records in a full page.</param>
    /// <param name="page">The full page that was read before. It does not extend beyond the second.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The records; whether they are known to be complete; and whether the records of a category fill a page.</returns>
    public async Task<(IReadOnlyList<Fax> All, bool IsComplete, bool IsCrowded)> ReadAsync(
        DateTimeOffset second, TimeSpan margin, int fill, IReadOnlyList<Fax> page, CancellationToken cancellationToken)
    {
        var shown = new List<Fax>();
        bool isComplete = true, isCrowded = false;
        foreach (string name in category is null ? s_categories : [category])
        {
            (DateTimeOffset after, DateTimeOffset before) = (second - margin, second + margin);
            IReadOnlyList<Fax> part = await pages.GetAsync(name, after, before, FaxPages.Limit, cancellationToken).ConfigureAwait(false);
            shown.AddRange(part);
            if (part.Count < fill) continue;
            isCrowded = true;
            isComplete &= await _offsets.ReadAsync(name, after, before, fill, part, shown, cancellationToken).ConfigureAwait(false);
        }

        // If the full page contains a record that the category requests did not return, more records may be missing. For example, if a fax
        // is deleted between two requests, the following pages are shifted, and a record is skipped.
        var keys = new HashSet<string>(shown.Select(FaxSelection.KeyOf), StringComparer.Ordinal);
        isComplete &= page.All(fax => keys.Contains(FaxSelection.KeyOf(fax)));
        return ([.. page, .. shown], isComplete, isCrowded);
    }
}
