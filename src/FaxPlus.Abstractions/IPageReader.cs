using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>A list that is read page by page. A page is requested only when the caller reads it.</summary>
public interface IPageReader<T>
{
    /// <summary>Reads the next page and returns its items; an empty list after the last page.</summary>
    Task<IReadOnlyList<T>> ReadAsync(CancellationToken cancellationToken = default);
}
