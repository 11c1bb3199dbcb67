using System;
using System.Threading.Tasks;
using Xunit;

namespace FaxPlus.Client.Tests.Support;

internal static class Failing
{
    /// <summary>Asserts that the call fails with an error of this kind that contains a recommendation.</summary>
    public static async Task<FaxPlusException> WithAsync(FaxPlusErrorKind kind, Func<Task> call)
    {
        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(call);
        Assert.True(error.Kind == kind, $"{error.Kind} instead of {kind}: {error.Message}");
        Assert.False(string.IsNullOrWhiteSpace(error.RecommendedAction), $"The error contains no recommendation: {error.Message}");
        return error;
    }

    /// <summary>Asserts that the call is cancelled.</summary>
    public static Task CancelledAsync(Func<Task> call) => Assert.ThrowsAnyAsync<OperationCanceledException>(call);
}
