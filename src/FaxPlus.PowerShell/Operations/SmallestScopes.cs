using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>
/// The smallest set of scopes for some operations, by least privilege: no broad scope if narrow ones suffice, then as few as possible, then
/// those that permit the fewest operations, then the order of the catalogue.
/// </summary>
internal static class SmallestScopes
{
    /// <summary>The set, in the order of the catalogue. Operations without documented scopes need none.</summary>
    public static IReadOnlyList<string> For(IEnumerable<FaxPlusOperation> operations)
    {
        string[][] choices = [.. operations.Select(Choices).Where(choice => choice.Length > 0)];
        string[]? best = null;
        Choose([], choices, ref best);
        return best!;
    }

    /// <summary>The narrow scopes of an operation, or the broad ones if it has no others.</summary>
    private static string[] Choices(FaxPlusOperation operation)
    {
        string[] narrow = [.. operation.Scopes.Where(scope => !FaxPlusScopes.IsBroad(scope))];
        return narrow.Length > 0 ? narrow : [.. operation.Scopes];
    }

    /// <summary>
    /// Tries each scope of the first operation that is not covered yet. Few operations have a choice, of two scopes at most, so that trying
    /// all combinations is fast and exact.
    /// </summary>
    private static void Choose(string[] chosen, string[][] choices, ref string[]? best)
    {
        if (best is not null && chosen.Length > best.Length) return;
        string[]? open = Array.Find(choices, choice => !choice.Any(chosen.Contains));
        if (open is null)
        {
            string[] ordered = [.. chosen.OrderBy(FaxPlusScopes.Rank)];
            if (best is null || IsBetter(ordered, best)) best = ordered;
            return;
        }

        foreach (string scope in open) Choose([.. chosen, scope], choices, ref best);
    }

    private static bool IsBetter(string[] set, string[] other)
    {
        if (set.Length != other.Length) return set.Length < other.Length;
        int difference = set.Sum(Breadth) - other.Sum(Breadth);
        if (difference == 0)
        {
            // Both are in the catalogue's order: the first difference decides.
            difference = set.Zip(other, (one, two) => FaxPlusScopes.Rank(one) - FaxPlusScopes.Rank(two)).FirstOrDefault(place => place != 0);
        }

        return difference < 0;
    }

    private static int Breadth(string scope) => FaxPlusOperations.All.Count(operation => operation.Scopes.Contains(scope));
}
