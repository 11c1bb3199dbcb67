using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Http;

/// <summary>Sends a request to any path below the base address of the API.</summary>
internal sealed class RawRequest(ApiClient api)
{
    private const long MaxBody = 64L * 1024 * 1024;

    public async Task<FaxPlusResponse> SendAsync(FaxPlusRequest request, CancellationToken cancellationToken)
    {
        if (!IsMethod(request.Method))
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{request.Method}' is not an HTTP method.")
            {
                RecommendedAction = "Specify a method such as GET, POST or DELETE.",
            };
        }

        string path = Normalize(request.Path);
        // The path is masked, because the name of an operation that FaxPlusOperations does not define contains the path, and errors contain
        // the name.
        FaxPlusOperation operation = FaxPlusOperations.Find(request.Method, api.Secrets.Mask(path.Split('?')[0]));
        Func<RequestContext, HttpContent>? content = request.JsonBody is string body ? _ => Json(body) : null;
        string target = QueryString.Add(path, request.Query);

        if (request.OutFile is string file)
        {
            using var download = new Download(new SaveOptions(file, request.Overwrite));
            FaxPlusResponse? saved = null;
            await api.SendAsync(
                operation,
                target,
                content,
                async (response, call, token) =>
                {
                    await download.ReadAsync(response, call, token).ConfigureAwait(false);
                    saved = ResponseOf(response, null);
                },
                cancellationToken).ConfigureAwait(false);
            download.Commit();
            return saved!;
        }

        FaxPlusResponse? answer = null;
        await api.SendAsync(
            operation,
            target,
            content,
            async (response, call, token) => answer = ResponseOf(response, await ReadAsync(response, call, token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        // If a retry of a DELETE returns 404, and an earlier attempt may have deleted the resource, the request counts as successful, but
        // the callback is not called.
        return answer ?? new FaxPlusResponse(404, new Dictionary<string, IReadOnlyList<string>>(), null);
    }

    private static FaxPlusResponse ResponseOf(HttpResponseMessage response, object? body) => new(
        (int)response.StatusCode,
        response.Headers
            .Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[.. header.Value], StringComparer.OrdinalIgnoreCase),
        body);

    private static bool IsMethod(string method) =>
        method.Length > 0 && method.All(static c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'));

    /// <summary>
    /// Returns the path below the base address. An absolute URI, or a path that leaves the base address, is refused, because the token
    /// must be sent only to the API.
    /// </summary>
    private string Normalize(string path)
    {
        string alone = path.Split('?')[0];
        bool leaves = Array.Exists(alone.Split('/'), segment => Uri.UnescapeDataString(segment) is "." or "..");
        if (leaves
            || alone.IndexOf("://", StringComparison.Ordinal) >= 0
            || alone.StartsWith("//", StringComparison.Ordinal)
            || alone.IndexOf('\\') >= 0)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{api.Secrets.Mask(path)}' is not a path of the API.")
            {
                RecommendedAction = "Specify the path below the API's base address, such as /accounts/self.",
            };
        }

        if (path.IndexOf('#') >= 0)
        {
            // A number sign is refused, because the text after it would not be sent, which would change the meaning of the request.
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest, $"'{api.Secrets.Mask(path)}' contains a number sign (#), after which no text is sent.")
            {
                RecommendedAction = "Write the number sign as %23.",
            };
        }

        path = "/" + path.TrimStart('/');
        if (!api.EndsWithVersion) return path;
        return path == "/v3" || path.StartsWith("/v3/", StringComparison.Ordinal) ? path.Substring(3) : path;
    }

    private static StringContent Json(string body)
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<object?> ReadAsync(HttpResponseMessage response, RequestContext call, CancellationToken cancellationToken)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (type is not null
            && (type.StartsWith("image/", StringComparison.Ordinal) || type is "application/pdf" or "application/octet-stream"))
        {
            throw ErrorFactory.Unreadable("is a file, not JSON", response, call, null)
                .WithAdvice("Save the response to a file.", FaxPlusAdvice.SaveAnswer);
        }

        byte[] bytes = await BoundedBody.ReadAsync(response.Content, MaxBody, cancellationToken, call.Touch).ConfigureAwait(false);
        if (bytes.Length == 0) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                JsonBytes.Clean(JsonBytes.FromCharset(bytes, response.Content.Headers.ContentType?.CharSet)));
            return PlainObjectConverter.Plain(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw ErrorFactory.Unreadable(
                "is not the documented JSON", response, call, api.Secrets.StartOf(bytes, ApiClient.MaxShown), api.Secrets.Hide(exception));
        }
    }
}
