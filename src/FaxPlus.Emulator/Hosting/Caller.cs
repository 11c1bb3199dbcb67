using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FaxPlus.Emulator;

/// <summary>The holder of the token of a request, and the token's scopes.</summary>
internal sealed record Caller(Account Account, IReadOnlyCollection<string> Scopes)
{
    /// <summary>Refuses a member who is not an administrator, regardless of the token's scopes.</summary>
    public void RequireAdmin()
    {
        if (!Account.IsAdmin) throw ApiException.Forbidden("forbidden", "Only an administrator may make this request.");
    }

    public static ValueTask<Caller?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<Caller?>(context.Features.GetRequiredFeature<Caller>());
}
