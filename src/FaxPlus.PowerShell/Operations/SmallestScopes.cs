using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>
/// Determines the smallest set of scopes for some operations, by least privilege. The criteria are, in order of priority, no broad scope if
/// narrow scopes suffice, the fewest scopes, the fewest permitted operations, and the order in <see cref="FaxPlusScopes.All"/>.
/// </summary>
internal static class SmallestScopes
{
    /// <summary>The set, in the order of <see cref="FaxPlusScopes.All"/>. Operations without documented scopes add no scope.</summary>
    public static IReadOnlyList<string> For(IEnumerable<FaxPlusOperation> operations)
    {
        // An operation that has only broad scopes comes first, because its scope may also permit the other operations.
        FaxPlusOperation[] open = [.. operations.Where(static one => one.Scopes.Count > 0).OrderBy(static one => HasNarrow(one) ? 1 : 0)];
        string[]? best = null;
        Choose([], open, ref best);
        return best!;
    }

    /// <summary>The narrow scopes of an operation, or its broad scopes if it has no narrow scopes.</summary>
    private static string[] Choices(FaxPlusOperation operation)
    {
        string[] narrow = [.. operation.Scopes.Where(scope => !FaxPlusScopes.IsBroad(scope))];
        return narrow.Length > 0 ? narrow : [.. operation.Scopes];
    }

    private static bool HasNarrow(FaxPlusOperation operation) => operation.Scopes.Any(static scope => !FaxPlusScopes.IsBroad(scope));

    /// <summary>
    /// Tries each scope of the first operation that is not covered yet. Few operations have alternative scopes, and these have at most two,
    /// so trying all combinations is exact and fast enough.
    /// </summary>
    private static void Choose(string[] chosen, FaxPlusOperation[] operations, ref string[]? best)
    {
        if (best is not null && chosen.Length > best.Length) return;
        FaxPlusOperation? open = Array.Find(operations, operation => !operation.Scopes.Any(chosen.Contains));
        if (open is null)
        {
            string[] ordered = [.. chosen.OrderBy(FaxPlusScopes.Rank)];
            if (best is null || IsBetter(ordered, best)) best = ordered;
            return;
        }

        foreach (string scope in Choices(open)) Choose([.. chosen, scope], operations, ref best);
    }

    private static bool IsBetter(string[] set, string[] other)
    {
        if (set.Length != other.Length) return set.Length < other.Length;
        int difference = set.Sum(Breadth) - other.Sum(Breadth);
        if (difference == 0)
        {
            // Both sets are in the order of FaxPlusScopes.All, so their first difference decides.
            difference = set.Zip(other, (one, two) => FaxPlusScopes.Rank(one) - FaxPlusScopes.Rank(two))
                .FirstOrDefault(place => place != 0);
        }

        return difference < 0;
    }

    private static int Breadth(string scope) => FaxPlusOperations.All.Count(operation => operation.Scopes.Contains(scope));
}
