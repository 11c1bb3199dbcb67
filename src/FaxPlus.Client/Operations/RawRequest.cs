using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Operations;

/// <summary>Any request below the API's base address.</summary>
internal sealed class RawRequest(Transport transport)
{
    private const long MaxBody = 64L * 1024 * 1024;

    public async Task<object?> SendAsync(FaxPlusRequest request, CancellationToken cancellationToken)
    {
        string path = Normalize(request.Path);
        FaxPlusOperation operation = FaxPlusOperations.Find(request.Method, path.Split('?')[0]);
        Func<Call, HttpContent>? content = request.JsonBody is string body ? _ => Json(body) : null;
        string target = QueryString.Add(path, request.Query);

        if (request.OutFile is string file)
        {
            using var download = new Download(new SaveOptions(file));
            await transport.SendAsync(operation, target, content, null, download.ReadAsync, cancellationToken).ConfigureAwait(false);
            download.Commit();
            return null;
        }

        object? answer = null;
        await transport.SendAsync(operation, target, content, null, async (response, call, token) => answer = await ReadAsync(response, call, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return answer;
    }

    /// <summary>The path below the base address. The token goes to the API's own host and to no other.</summary>
    private static string Normalize(string path)
    {
        bool leaves = Array.Exists(path.Split('?')[0].Split('/'), segment => Uri.UnescapeDataString(segment) is "." or "..");
        if (leaves || path.IndexOf("://", StringComparison.Ordinal) >= 0 || path.StartsWith("//", StringComparison.Ordinal) || path.IndexOf('\\') >= 0)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, $"'{path}' is not a path of the API.")
            {
                RecommendedAction = "Give the path below the API's base address, such as /accounts/self.",
            };
        }

        path = "/" + path.TrimStart('/');
        return path == "/v3" || path.StartsWith("/v3/", StringComparison.Ordinal) ? path.Substring(3) : path;
    }

    private static StringContent Json(string body)
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<object?> ReadAsync(HttpResponseMessage response, Call call, CancellationToken cancellationToken)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (type is not null && (type.StartsWith("image/", StringComparison.Ordinal) || type is "application/pdf" or "application/octet-stream"))
        {
            throw ServiceError.Unreadable("is a file, not JSON; save it with -OutFile", response, call, null);
        }

        byte[] bytes = await BoundedBody.ReadAsync(response.Content, MaxBody, cancellationToken, call.Touch).ConfigureAwait(false);
        if (bytes.Length == 0) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return PlainObjectConverter.Plain(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // The latter: half a surrogate pair.
        {
            throw ServiceError.Unreadable("is not the JSON that the API promises", response, call, transport.Secrets.Mask(Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 4096))), transport.Secrets.Hide(exception));
        }
    }
}
