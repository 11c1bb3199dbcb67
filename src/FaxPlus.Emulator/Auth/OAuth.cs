using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace FaxPlus.Emulator;

/// <summary>Handles the requests for the accounts service (OAuth 2.0 with an authorization code).</summary>
internal static class OAuth
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login", Login);
        app.MapPost("/token", ExchangeAsync);
    }

    private static IResult Login(HttpRequest request, EmulatorOptions options, TokenStore tokens)
    {
        var query = request.Query;
        string client = query["client_id"].ToString();

        // Errors are reported on a page until the client and the redirect URI have been checked, because a redirect to an unchecked URI is
        // unsafe.
        if (!options.Clients.ContainsKey(client)) return ConsentPage.Problem("The application (client_id) is unknown.");
        if (!Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirect) || redirect.Scheme is not ("http" or "https"))
        {
            return ConsentPage.Problem("The redirect_uri is missing or not an absolute http or https address.");
        }

        if (query["response_type"] != "code") return Return(redirect, query, "error", "unsupported_response_type");
        var scope = query["scope"].ToString();
        if (scope.Length == 0 || !scope.Split(' ').All(s => s == Scopes.OAuthAll || Scopes.IsKnown(s)))
        {
            return Return(redirect, query, "error", "invalid_scope");
        }

        var challenge = query["code_challenge"].ToString();
        if (challenge.Length > 0 && query["code_challenge_method"] != "S256") return Return(redirect, query, "error", "invalid_request");

        return query["approve"].ToString() switch
        {
            "1" => Return(redirect, query, "code", tokens.Issue(
                new Grant(TokenKind.Code, client, scope, DateTime.UtcNow.AddSeconds(options.CodeSeconds))
                {
                    RedirectUri = query["redirect_uri"],
                    Challenge = challenge.Length > 0 ? challenge : null,
                })),
            "0" => Return(redirect, query, "error", "access_denied"),
            _ => ConsentPage.Ask(client, scope, query),
        };
    }

    private static IResult Return(Uri redirect, IQueryCollection query, string name, string value)
    {
        var parameters = new Dictionary<string, string?> { [name] = value };
        if (query.TryGetValue("state", out var state)) parameters["state"] = state;
        return Results.Redirect(QueryHelpers.AddQueryString(redirect.AbsoluteUri, parameters));
    }

    private static async Task<IResult> ExchangeAsync(HttpRequest request, EmulatorOptions options, TokenStore tokens)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (Client(request, options) is not { } client)
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Basic realm=\"token\"";
            return Refusal("invalid_client", "The client must authenticate with HTTP Basic.", StatusCodes.Status401Unauthorized);
        }

        var form = request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
        string? Parameter(string name)
        {
            var fromBody = options.TokenParameters == TokenParameterPlace.Query ? default : form[name];
            var fromQuery = options.TokenParameters == TokenParameterPlace.Body ? default : request.Query[name];
            return fromBody.FirstOrDefault() ?? fromQuery.FirstOrDefault();
        }

        return Parameter("grant_type") switch
        {
            "authorization_code" => RedeemCode(client, Parameter, options, tokens),
            "refresh_token" => Refresh(client, Parameter, options, tokens),
            null => Refusal(
                "invalid_request", $"grant_type is missing (expected in: {options.TokenParameters.ToString().ToLowerInvariant()})."),
            _ => Refusal("unsupported_grant_type", "grant_type must be authorization_code or refresh_token."),
        };
    }

    private static IResult RedeemCode(string client, Func<string, string?> parameter, EmulatorOptions options, TokenStore tokens)
    {
        if (parameter("client_id") != client)
        {
            return Refusal("invalid_request", "client_id is missing or differs from the authenticated client.");
        }

        if (parameter("code") is not { } code) return Refusal("invalid_request", "code is required.");

        // The code is removed regardless of the result, because a failed attempt also uses up the code.
        if (tokens.Take(code, TokenKind.Code) is not { } grant || grant.Owner != client)
        {
            return Refusal("invalid_grant", "The code is unknown or was used before.");
        }

        if (grant.IsExpired) return Refusal("invalid_grant", "The code expired.");
        if (parameter("redirect_uri") != grant.RedirectUri)
        {
            return Refusal("invalid_grant", "redirect_uri differs from that of the authorization request.");
        }

        if (grant.Challenge is not null && Challenge(parameter("code_verifier")) != grant.Challenge)
        {
            return Refusal("invalid_grant", "code_verifier does not match the code challenge.");
        }

        return Tokens(client, grant.Scope, options, tokens, withRefreshToken: true);
    }

    private static IResult Refresh(string client, Func<string, string?> parameter, EmulatorOptions options, TokenStore tokens)
    {
        if (parameter("refresh_token") is not { } token) return Refusal("invalid_request", "refresh_token is required.");
        if (tokens.Find(token, TokenKind.Refresh) is not { } grant || grant.Owner != client)
        {
            return Refusal("invalid_grant", "The refresh token is unknown or was used or revoked.");
        }

        if (grant.IsExpired) return Refusal("invalid_grant", "The refresh token expired.");

        // If refresh tokens rotate, only one of two concurrent requests with the same token gets a new token.
        if (options.RotateRefreshTokens && tokens.Take(token, TokenKind.Refresh) is null)
        {
            return Refusal("invalid_grant", "The refresh token was used.");
        }

        return Tokens(client, grant.Scope, options, tokens, withRefreshToken: options.RotateRefreshTokens);
    }

    private static IResult Tokens(string client, string scope, EmulatorOptions options, TokenStore tokens, bool withRefreshToken)
    {
        var answer = new JsonObject
        {
            ["access_token"] = tokens.Issue(
                new Grant(TokenKind.Access, client, scope, DateTime.UtcNow.AddSeconds(options.AccessTokenSeconds))),
            ["expires_in"] = options.AccessTokenSeconds,
        };
        if (withRefreshToken)
        {
            answer["refresh_token"] = tokens.Issue(
                new Grant(TokenKind.Refresh, client, scope, DateTime.UtcNow.AddSeconds(options.RefreshTokenSeconds)));
        }

        return Answer.Json(answer);
    }

    private static IResult Refusal(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Answer.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, status);

    private static string? Challenge(string? verifier) =>
        verifier is null ? null : WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>Returns the id of the authenticated client; null if the header is missing, malformed or wrong.</summary>
    private static string? Client(HttpRequest request, EmulatorOptions options)
    {
        const string scheme = "Basic ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[scheme.Length..].Trim(), bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return pair.Length == 2 && options.Clients.TryGetValue(pair[0], out var secret) && secret == pair[1] ? pair[0] : null;
    }
}
