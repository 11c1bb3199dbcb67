using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>A list that is read page by page, one request after another and none ahead of the reader.</summary>
public interface IPageReader<T>
{
    /// <summary>The next items; an empty list at the end, and from then on.</summary>
    Task<IReadOnlyList<T>> ReadAsync(CancellationToken cancellationToken = default);
}
