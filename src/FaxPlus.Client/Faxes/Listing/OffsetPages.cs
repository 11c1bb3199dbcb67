using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Faxes.Listing;

/// <summary>
/// Reads, by offset, the further pages of a second whose records fill a page. It is not documented whether the service supports offsets
/// (API reference 7). Offsets count as supported only if the next page begins with a different fax and contains new faxes.
/// </summary>
internal sealed class OffsetPages(FaxPages pages)
{
    private bool _isIgnored;

    /// <summary>Adds to <paramref name="all"/> the faxes of a window that are not on its first page.</summary>
    /// <returns>Whether all faxes of the window have been read.</returns>
    public async Task<bool> ReadAsync(
        string category,
        DateTimeOffset after,
        DateTimeOffset before,
        int fill,
        IReadOnlyList<Fax> first,
        List<Fax> all,
        CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(first.Select(FaxSelection.KeyOf), StringComparer.Ordinal);
        IReadOnlyList<Fax> page = first;
        for (int count = first.Count; !_isIgnored; count += page.Count)
        {
            IReadOnlyList<Fax> next;
            try
            {
                next = await pages.GetAsync(category, after, before, FaxPages.Limit, cancellationToken, count).ConfigureAwait(false);
            }
            catch (FaxPlusException error) when (error.StatusCode is 400 or 422)
            {
                _isIgnored = true;
                break;
            }

            // If the first request with an offset returns an empty page, the service may not support offsets. After a page for which the
            // service applied the offset, an empty page means that the list has ended.
            if (next.Count == 0) return page != first;
            int seen = known.Count;
            known.UnionWith(next.Select(FaxSelection.KeyOf));
            if (FaxSelection.KeyOf(next[0]) == FaxSelection.KeyOf(page[0]) || known.Count == seen)
            {
                _isIgnored = page == first;
                return false;
            }

            all.AddRange(next);
            if (next.Count < fill) return true;
            page = next;
        }

        return false;
    }
}
