using System;
using System.Globalization;
using System.Net.Http;

namespace FaxPlus.Client.Http;

/// <summary>
/// Creates exceptions for error responses, with the service's message and a recommended action, and for requests without a usable response.
/// </summary>
internal static class ErrorFactory
{
    public const int MaxBody = 64 * 1024;

    /// <summary>The advice about the documented size limit (API reference 1).</summary>
    internal const string SizeAdvice = "The documented limit is 150 MB for all files of a fax together; a proxy may accept less. "
        + "Make the file smaller, for example with fewer pages or a lower resolution, or split it.";

    private const string ProxyAdvice = "A proxy requires authentication: set its address with user name and password in HTTPS_PROXY, "
        + "or contact the administrator of the proxy.";

    private const string CertificateAdvice =
        "The certificate is not trusted: the clock of this machine may be wrong, or a proxy decrypts the traffic with its own certificate, "
        + "which this machine must be configured to trust. Do not disable the check.";

    private const string NoTlsAdvice = "The server does not use TLS: check the address and its port, and whether http is intended.";

    private const string Reach = "Check the network, the proxy and the address of the API.";

    public static FaxPlusException From(HttpResponseMessage response, RequestContext call, SecretMask secrets)
    {
        int status = (int)response.StatusCode;
        string? body = secrets.StartOf(call.ErrorBody, MaxBody);
        (string? code, string? words) = ErrorReader.Read(call.ErrorBody, body);
        FaxPlusErrorKind kind = KindOf(status, code, words);
        // The code and the message are masked after parsing, because a secret may be escaped in the JSON text.
        code = Line(code, secrets);
        words = Line(words, secrets);
        TimeSpan? retryAfter = RetryAfter.Of(response, call.Time);

        string said = (code, words) switch
        {
            (null, null) => "",
            (not null, not null) when !string.Equals(code, words, StringComparison.OrdinalIgnoreCase) => $": {code}: {words}",
            _ => $": {words ?? code}",
        };
        string message =
            $"{call.Operation.Description} failed: the service returned {status} ({secrets.Mask(Reason(response))}){said}".TrimEnd('.')
                + ".";
        // The message contains only the scheme, host and port, because the rest of the address may contain secrets.
        if (status is >= 300 and < 400 && response.Headers.Location is { IsAbsoluteUri: true } location)
        {
            message += $" The response redirects to {location.GetLeftPart(UriPartial.Authority)}.";
        }

        if (call.Waited > TimeSpan.Zero) message += $" The request was retried after waits of {Duration.Format(call.Waited)} in total.";
        if (status == 403 && call.Operation.Scopes.Count > 0) message += $" The operation requires {Scopes(call.Operation)}.";
        (string action, FaxPlusAdvice advice) = status switch
        {
            402 => ("Check the credit and the plan of the account in the Fax.Plus dashboard.", FaxPlusAdvice.None),
            407 => (ProxyAdvice, FaxPlusAdvice.None),
            400 when code == "too_many_files" =>
                ("The documented limit is 10 files for a fax. Combine files into one, or send several faxes.", FaxPlusAdvice.None),
            400 when code == "too_many_destinations" =>
                ("The documented limit is 4,000 destinations for a request. Send the fax in several requests.", FaxPlusAdvice.None),
            413 when call.Operation == FaxPlusOperations.SendFax =>
                ("The documented limit is 150 MB for all files of a fax together. Send the files as several faxes, or make them smaller, "
                    + "for example with a lower resolution.", FaxPlusAdvice.None),
            511 =>
                ("The network of this machine requires a sign-in (captive portal): sign in with a browser.", FaxPlusAdvice.None),
            not (400 or 422) when kind == FaxPlusErrorKind.BadRequest && (code ?? words) is null =>
                ("The response contains no reason. Check the address of the API, and whether a proxy or a gateway "
                    + "responds instead.", FaxPlusAdvice.ApiAddress),
            _ => Advice(kind, call.Operation, retryAfter),
        };
        return new FaxPlusException(kind, message)
        {
            StatusCode = status,
            ErrorCode = code,
            ResponseBody = body,
            Operation = call.Operation.ToString(),
            RequiredScopes = call.Operation.Scopes,
            RetryAfter = retryAfter,
            RecommendedAction = action,
            Advice = advice,
        };
    }

    private static FaxPlusErrorKind KindOf(int status, string? code, string? words) => status switch
    {
        401 => Mentions("expire", code, words) ? FaxPlusErrorKind.TokenExpired : FaxPlusErrorKind.Unauthorized,
        402 => FaxPlusErrorKind.Forbidden,
        403 => Mentions("scope", code, words) ? FaxPlusErrorKind.MissingScope : FaxPlusErrorKind.Forbidden,
        404 or 410 => FaxPlusErrorKind.NotFound,
        407 or 511 => FaxPlusErrorKind.Network,
        408 => FaxPlusErrorKind.Timeout,
        413 => FaxPlusErrorKind.FileRejected,
        409 => FaxPlusErrorKind.Conflict,
        425 => FaxPlusErrorKind.ServiceUnavailable,
        429 => FaxPlusErrorKind.RateLimited,
        >= 500 => FaxPlusErrorKind.ServiceUnavailable,
        >= 400 => FaxPlusErrorKind.BadRequest,
        _ => FaxPlusErrorKind.InvalidResponse,
    };

    private static (string Action, FaxPlusAdvice Advice) Advice(FaxPlusErrorKind kind, FaxPlusOperation operation, TimeSpan? retryAfter) =>
        kind switch
        {
            FaxPlusErrorKind.Unauthorized =>
                ("The service does not accept this token: it is mistyped, truncated, revoked or expired. "
                    + "Create a new token in the Fax.Plus dashboard (Integrations, then API).", FaxPlusAdvice.SignIn),
            FaxPlusErrorKind.TokenExpired =>
                ("Create a new token in the Fax.Plus dashboard (Integrations, then API).", FaxPlusAdvice.SignIn),
            FaxPlusErrorKind.NotFound => Missing(operation.Template),
            FaxPlusErrorKind.InvalidResponse =>
                ("Check the address of the API: the server at this address is not the Fax.Plus API.", FaxPlusAdvice.ApiAddress),
            _ => (ActionFor(kind, operation, retryAfter), FaxPlusAdvice.None),
        };

    private static string ActionFor(FaxPlusErrorKind kind, FaxPlusOperation operation, TimeSpan? retryAfter) => kind switch
    {
        FaxPlusErrorKind.MissingScope =>
            $"Use a token that has {Scopes(operation)}. The scopes of a token are selected when it is created.",
        FaxPlusErrorKind.Forbidden when operation.Scopes.Count > 0 =>
            $"The operation needs {Scopes(operation)}, the Enterprise plan and, for the data of other members, the role of an "
            + "administrator. Check the token's scopes, the role and the plan.",
        FaxPlusErrorKind.Forbidden => "Check the token's scopes, the role and the plan.",
        FaxPlusErrorKind.RateLimited or FaxPlusErrorKind.ServiceUnavailable when retryAfter > TimeSpan.FromDays(1) =>
            "The service requests a wait of more than a day; try again later.",
        FaxPlusErrorKind.RateLimited or FaxPlusErrorKind.ServiceUnavailable when retryAfter is TimeSpan wait && wait > TimeSpan.Zero =>
            string.Format(
                CultureInfo.InvariantCulture,
                "Wait {0:0} seconds, as the service requests, and try again.",
                Math.Ceiling(wait.TotalSeconds)),
        FaxPlusErrorKind.RateLimited => "Wait a few minutes and try again.",
        FaxPlusErrorKind.ServiceUnavailable or FaxPlusErrorKind.Timeout => "The service failed or did not respond; try again later.",
        FaxPlusErrorKind.Conflict => "Use the existing resource, or choose another name.",
        FaxPlusErrorKind.FileRejected => $"The file is too large. {SizeAdvice}",
        _ => "Correct the value that the service names, and try again.",
    };

    private static (string Action, FaxPlusAdvice Advice) Missing(string template) =>
        template.Contains("{outbox_id}")
            ? ("Check the id, and to which member it belongs. "
                + "A fax that was sent has left the outbox and can no longer be changed or cancelled.", FaxPlusAdvice.SentSince)
        : template.Contains("{fax_id}")
            ? ("Check the id, and to which member it belongs. "
                + "An outgoing fax has one id in the outbox and another id in the list of faxes.", FaxPlusAdvice.Member)
        : template.StartsWith("/shop/", StringComparison.Ordinal)
            ? ("Look up countries, calling codes and numbers for sale.", FaxPlusAdvice.Shop)
        : template.EndsWith("}", StringComparison.Ordinal)
            ? ("Check the id or the number, and to which member it belongs.", FaxPlusAdvice.None)
        : ("Check the address of the API, which ends with /v3, and the member whose data is requested.", FaxPlusAdvice.ApiAddressOrMember);

    private static string Scopes(FaxPlusOperation operation) =>
        operation.Scopes.Count == 0 ? "the scope of the operation" : "the scope " + FaxPlusScopes.AnyOf(operation.Scopes);

    private static string Reason(HttpResponseMessage response) =>
        string.IsNullOrEmpty(response.ReasonPhrase) ? response.StatusCode.ToString() : response.ReasonPhrase!;

    private static bool Mentions(string word, params string?[] texts) =>
        Array.Exists(texts, text => text?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Masks a text, and converts it to a single line of limited length.</summary>
    private static string? Line(string? text, SecretMask secrets)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        string line = string.Join(" ", secrets.Mask(text!).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 400 ? line : line.Substring(0, 400) + "…";
    }

    /// <summary>Creates the error for a request that is not sent because the shared back-off has lasted too long.</summary>
    internal static FaxPlusException NotTried(RequestContext call, int status, string reason, TimeSpan waited)
    {
        FaxPlusErrorKind kind = status == 0 ? FaxPlusErrorKind.Network : KindOf(status, null, null);
        (string action, FaxPlusAdvice advice) = status == 0 ? (Reach, FaxPlusAdvice.ApiAddress) : Advice(kind, call.Operation, null);
        return new FaxPlusException(
            kind,
            $"{call.Operation.Description} failed: the service has accepted no request of this session for {Duration.Format(waited)}; "
            + $"{reason}.")
        {
            StatusCode = status,
            Operation = call.Operation.ToString(),
            RequiredScopes = call.Operation.Scopes,
            RecommendedAction = action,
            Advice = advice,
        };
    }

    internal static FaxPlusException MissingPart(Exception cause, RequestContext call) =>
        new(
            FaxPlusErrorKind.FileNotFound,
            $"{call.Operation.Description} failed: a part of FaxPlus cannot be loaded ({HttpFailureClassifier.Reason(cause)}).",
            cause)
        {
            Operation = call.Operation.ToString(),
            RequiredScopes = call.Operation.Scopes,
            RecommendedAction = "Install FaxPlus again: a file is missing from its folder, or cannot be read.",
            IsFatal = true,
        };

    internal static FaxPlusException NoAnswer(Exception cause, RequestContext call, Uri uri, SecretMask secrets)
    {
        bool before = HttpFailureClassifier.IsBeforeSending(cause);
        bool silent = cause is TimeoutException;
        string where = uri.GetLeftPart(UriPartial.Authority);
        string reason = secrets.Mask(HttpFailureClassifier.Reason(cause));
        string message = before
            ? $"{call.Operation.Description} failed: {where} could not be reached{Through(uri)} ({reason})."
            : silent
                ? $"{call.Operation.Description} failed: {reason}."
                : $"{call.Operation.Description} failed: the connection to {where} was lost ({reason}).";
        string action = HttpFailureClassifier.IsLasting(cause)
            ? LastingAdvice(cause, reason) ?? Reach
            : before
            ? Reach
            : call.Operation == FaxPlusOperations.UploadFile && !silent
            ? "Try again. If the error persists, the service or a proxy may refuse the file because of its size "
                + $"and close the connection before its response is read. {SizeAdvice}"
            : "Try again; if the error persists, check the network and the proxy.";
        return new FaxPlusException(silent ? FaxPlusErrorKind.Timeout : FaxPlusErrorKind.Network, message, secrets.Hide(cause))
        {
            Operation = call.Operation.ToString(),
            RequiredScopes = call.Operation.Scopes,
            RecommendedAction = action,
            Advice = action == Reach ? FaxPlusAdvice.ApiAddress : FaxPlusAdvice.None,
        };
    }

    /// <summary>
    /// Returns the part of a message that names the proxy, which may be the unreachable server; empty if no proxy is used. GetProxy may
    /// return the address itself if no proxy is used.
    /// </summary>
    private static string Through(Uri uri) =>
        new ServiceProxy().GetProxy(uri) is { } proxy && proxy != uri ? $" through the proxy {proxy.Scheme}://{proxy.Authority}" : "";

    /// <summary>
    /// The advice about a failure that persists (<see cref="HttpFailureClassifier.IsLasting"/>); null if only the general advice applies,
    /// which is to check the network, the proxy and the address.
    /// </summary>
    internal static string? LastingAdvice(Exception cause, string reason) =>
        reason.Contains("407") ? ProxyAdvice
        : !HttpFailureClassifier.IsOfTls(cause) || reason.IndexOf("proxy", StringComparison.OrdinalIgnoreCase) >= 0 ? null
        : reason.IndexOf("frame", StringComparison.OrdinalIgnoreCase) >= 0 || reason.Contains("wrong version number") ? NoTlsAdvice
        : CertificateAdvice;

    internal static FaxPlusException Unreadable(
        string what, HttpResponseMessage response, RequestContext call, string? body, Exception? cause = null) =>
        new(
            FaxPlusErrorKind.InvalidResponse,
            $"{call.Operation.Description} failed: "
            + $"the response {(int)response.StatusCode} ({response.Content?.Headers.ContentType?.MediaType ?? "no type"}) {what}.",
            cause)
        {
            StatusCode = (int)response.StatusCode,
            ResponseBody = body,
            Operation = call.Operation.ToString(),
            RequiredScopes = call.Operation.Scopes,
            RecommendedAction = "Check the address of the API, and whether a proxy or a sign-in page responds instead.",
            Advice = FaxPlusAdvice.ApiAddress,
        };
}
