using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Operations;

internal sealed class NumberOperations(Transport transport) : INumberOperations
{
    public async Task<IReadOnlyList<FaxNumber>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        NumberList answer = await transport.GetAsync<NumberList>(FaxPlusOperations.ListNumbers, AccountPath.Of(userId, "numbers"), cancellationToken).ConfigureAwait(false);
        return answer.Numbers ?? [];
    }
}
