#if NET8_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

namespace FaxPlus.Client;

/// <summary>
/// Extension methods that return a list as <see cref="IAsyncEnumerable{T}"/>. Each page is requested only when the caller enumerates its
/// items.
/// </summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>Returns the items of a list, page by page.</summary>
    /// <exception cref="FaxPlusException">A page could not be read. The items of the previous pages have already been returned.</exception>
    public static async IAsyncEnumerable<T> ToAsyncEnumerable<T>(
        this IPageReader<T> reader, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (T item in page) yield return item;
        }
    }

    /// <summary>Lists faxes (API reference 3.3).</summary>
    public static IAsyncEnumerable<Fax> ListAsync(this IFaxOperations faxes, FaxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(faxes);
        return faxes.List(query).ToAsyncEnumerable(cancellationToken);
    }

    /// <summary>Lists members (API reference 3.1).</summary>
    public static IAsyncEnumerable<Member> ListAsync(this IMemberOperations members, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(members);
        return members.List().ToAsyncEnumerable(cancellationToken);
    }
}
#endif
