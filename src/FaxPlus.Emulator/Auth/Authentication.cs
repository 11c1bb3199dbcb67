using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>Refuses a request to the API if its token is invalid, or has no scope that permits the operation.</summary>
internal sealed class Authentication(EmulatorOptions options, ServiceState state, TokenStore tokens)
{
    private const string ClientIdHeader = "x-fax-clientid";

    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Scopes.Requirement>() is { } requirement)
        {
            var caller = Identify(context.Request);
            if (!requirement.IsMetBy(caller.Scopes))
            {
                throw ApiException.Forbidden("insufficient_scope", "The scope of the token is insufficient for this operation.");
            }

            context.Features.Set(caller);
        }

        await next(context);
    }

    /// <summary>Returns the token of an <c>Authorization: Bearer</c> header.</summary>
    public static string? BearerToken(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;
    }

    private Caller Identify(HttpRequest request)
    {
        var token = BearerToken(request)
            ?? throw ApiException.Unauthorized("unauthorized", "An 'Authorization: Bearer' header is required.");
        if (tokens.IsRevoked(token)) throw ApiException.Unauthorized("invalid_token", "The token was revoked.");
        if (options.ExpiredPats.Contains(token)) throw Expired();
        if (options.Pats.TryGetValue(token, out var scopes)) return WithPat(request, state.Admin, scopes);
        if (options.MemberPats.TryGetValue(token, out scopes)) return WithPat(request, state.Member, scopes);
        if (tokens.Find(token, TokenKind.Access) is not { } grant)
        {
            throw ApiException.Unauthorized("invalid_token", "The token is unknown.");
        }

        if (grant.IsExpired) throw Expired();

        var client = request.Headers[ClientIdHeader];
        if (client.Count == 0) throw ApiException.Unauthorized("invalid_client", $"An OAuth token requires the header {ClientIdHeader}.");
        if (client.ToString() != grant.Owner)
        {
            throw ApiException.Unauthorized("invalid_client", $"{ClientIdHeader} is not the client to which the token was issued.");
        }

        return new Caller(state.Admin, [.. grant.Scope.Split(' ').Distinct()]);
    }

    private static Caller WithPat(HttpRequest request, Account account, IReadOnlyCollection<string> scopes) =>
        request.Headers.ContainsKey(ClientIdHeader)
            ? throw ApiException.BadRequest($"{ClientIdHeader} is only allowed with OAuth tokens, not with a personal access token.")
            : new Caller(account, scopes);

    private static ApiException Expired() => ApiException.Unauthorized("token_expired", "The token expired.");
}
