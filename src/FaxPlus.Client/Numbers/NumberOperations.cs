using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Numbers;

internal sealed class NumberOperations(ApiClient api) : INumberOperations
{
    public async Task<IReadOnlyList<FaxNumber>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        NumberList answer = await api.GetAsync<NumberList>(FaxPlusOperations.ListNumbers, ApiPath.Of(userId, "numbers"), cancellationToken)
            .ConfigureAwait(false);
        return [.. (answer.Numbers ?? []).Where(static number => number is not null)];
    }

    public async Task<FaxNumber> GetAsync(string number, string userId, CancellationToken cancellationToken)
    {
        FaxNumber? found = null;
        await AdviseAsync(async () =>
            found = await api.GetAsync<FaxNumber>(FaxPlusOperations.GetNumber, PathOf(userId, number), cancellationToken)
                .ConfigureAwait(false)).ConfigureAwait(false);
        return found!;
    }

    public Task AssignAsync(string number, string memberId, CancellationToken cancellationToken) => AdviseAsync(() =>
        api.DoAsync(
            FaxPlusOperations.AssignNumber,
            PathOf(FaxPlusDefaults.Self, number),
            new NumberAssignmentBody { AssignedTo = memberId },
            cancellationToken));

    public Task RevokeAsync(string number, string memberId, CancellationToken cancellationToken) => AdviseAsync(() =>
        api.DoAsync<NumberAssignmentBody>(FaxPlusOperations.RevokeNumber, PathOf(memberId, number), null, cancellationToken));

    private static async Task AdviseAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.Kind == FaxPlusErrorKind.NotFound)
        {
            throw error.WithAdvice(
                "Look up which numbers the account has, and which members have them (AssignedTo).", FaxPlusAdvice.Numbers);
        }
    }

    /// <summary>Returns the path of a number. Spaces, dashes and other separators are removed from the number.</summary>
    private static string PathOf(string userId, string number) => ApiPath.Of(userId, "numbers", PhoneNumber.Normalize(number));
}
