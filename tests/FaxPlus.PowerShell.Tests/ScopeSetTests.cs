using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace FaxPlus.PowerShell.Tests;

/// <summary>Tests the smallest set of scopes for given operations.</summary>
public class ScopeSetTests
{
    // The operations that a narrow scope permits.
    private static readonly FaxPlusOperation[] s_narrow =
        [.. FaxPlusOperations.All.Where(operation => operation.Scopes.Any(scope => !FaxPlusScopes.IsBroad(scope)))];

    [Fact]
    public void No_operation_needs_no_scope() => Assert.Empty(SmallestScopes.For([]));

    [Fact]
    public void The_narrower_of_two_sufficient_scopes_is_chosen()
    {
        Assert.Equal(["fax:file:edit"], SmallestScopes.For([FaxPlusOperations.UploadFile]));
        Assert.Equal(["fax:user:read"], SmallestScopes.For([FaxPlusOperations.GetAccount]));
        Assert.Equal(["fax:user:edit"], SmallestScopes.For([FaxPlusOperations.UpdateAccount]));
    }

    [Fact]
    public void One_scope_for_two_operations_is_preferred_to_two()
    {
        Assert.Equal(["fax:fax:edit"], SmallestScopes.For([FaxPlusOperations.UploadFile, FaxPlusOperations.SendFax]));
        Assert.Equal(["fax:member:read"], SmallestScopes.For([FaxPlusOperations.GetAccount, FaxPlusOperations.ListMembers]));
    }

    [Fact]
    public void No_broad_scope_is_chosen_even_for_all_operations()
    {
        IReadOnlyList<string> scopes = SmallestScopes.For(s_narrow);

        Assert.DoesNotContain(scopes, FaxPlusScopes.IsBroad);
        Assert.All(s_narrow, operation => Assert.Contains(operation.Scopes, scopes.Contains));
    }

    [Fact]
    public void Contacts_have_no_separate_scopes()
    {
        Assert.Equal(["fax:all:read"], SmallestScopes.For([FaxPlusOperations.ListContacts]));
        Assert.Equal(["fax:all:edit"], SmallestScopes.For([FaxPlusOperations.CreateContact]));
    }

    [Fact]
    public void A_broad_scope_that_is_needed_makes_the_narrow_scopes_that_it_includes_unnecessary()
    {
        Assert.Equal(["fax:all:read"], SmallestScopes.For([FaxPlusOperations.ListFaxes, FaxPlusOperations.ListContacts]));
        Assert.Equal(["fax:all:read"], SmallestScopes.For([FaxPlusOperations.ListContacts, FaxPlusOperations.ListNumbers]));
    }

    [Fact]
    public void The_order_of_the_operations_does_not_matter()
    {
        FaxPlusOperation[] operations =
            [FaxPlusOperations.ListNumbers, FaxPlusOperations.UploadFile, FaxPlusOperations.GetAccount, FaxPlusOperations.ListFaxes];

        Assert.Equal(SmallestScopes.For(operations), SmallestScopes.For(Enumerable.Reverse(operations)));
        Assert.Equal(["fax:fax:read", "fax:file:edit", "fax:user:read", "fax:numbers:read"], SmallestScopes.For(operations));
    }

    [Fact]
    public void No_set_of_narrow_scopes_is_smaller()
    {
        string[] narrow = [.. FaxPlusScopes.All.Select(info => info.Scope).Where(scope => !FaxPlusScopes.IsBroad(scope))];
        var random = new Random(4711);
        for (int round = 0; round < 20; round++)
        {
            FaxPlusOperation[] operations = [.. s_narrow.Where(_ => random.Next(4) == 0)];

            Assert.Equal(SmallestCount(operations, narrow), SmallestScopes.For(operations).Count);
        }
    }

    /// <summary>The size of the smallest set, determined by trying all sets.</summary>
    private static int SmallestCount(FaxPlusOperation[] operations, string[] scopes)
    {
        int[] sufficient = [.. operations.Select(operation =>
            scopes.Select((scope, i) => operation.Scopes.Contains(scope) ? 1 << i : 0).Sum())];
        return Enumerable.Range(0, 1 << scopes.Length).Where(set => Array.TrueForAll(sufficient, scopes => (scopes & set) != 0))
            .Min(set => System.Numerics.BitOperations.PopCount((uint)set));
    }
}
