using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Http;

/// <summary>Sends the requests of all operations. A failed request causes a <see cref="FaxPlusException"/>.</summary>
internal sealed class ApiClient(ClientPipeline pipeline, ICallObserver observer, Uri baseUri, bool authorized = true)
{
    /// <summary>The maximum number of characters that an error quotes from a successful response that cannot be parsed.</summary>
    public const int MaxShown = 4096;

    private const long MaxJson = 256L * 1024 * 1024;

    private static readonly MediaTypeWithQualityHeaderValue[] s_accept = [new("application/json"), new("*/*", 0.5)];

    private readonly string _base = baseUri.AbsoluteUri.TrimEnd('/');

    public ICallObserver Observer { get; } = new MaskedObserver(observer, pipeline.Secrets);

    public ClientPlatform Platform => pipeline.Platform;

    public TimeProvider Time => pipeline.Platform.Time;

    public ServerClock Clock => pipeline.Clock;

    public SharedBackoff Backoff => pipeline.Backoff;

    public SecretMask Secrets => pipeline.Secrets;

    /// <summary>
    /// Whether the base address ends with the API version, like the address of Fax.Plus. If so, paths do not contain the version.
    /// </summary>
    public bool EndsWithVersion => baseUri.AbsolutePath.TrimEnd('/').EndsWith("/v3", StringComparison.Ordinal);

    public ApiClient Observe(ICallObserver other) => new(pipeline, other, baseUri, authorized);

    /// <summary>Sends a request whose response is an object.</summary>
    public async Task<T> GetAsync<T>(
        FaxPlusOperation operation,
        string path,
        CancellationToken cancellationToken,
        Func<RequestContext, HttpContent>? content = null,
        Action<HttpRequestMessage>? prepare = null)
        where T : class
    {
        T? answer = null;
        await SendAsync(
            operation,
            path,
            content,
            async (response, call, token) => answer = await ReadJsonAsync<T>(response, call, token).ConfigureAwait(false),
            cancellationToken,
            prepare).ConfigureAwait(false);
        return answer!;
    }

    /// <summary>Sends a request for which a successful status is sufficient. The response may be empty.</summary>
    public Task DoAsync<TBody>(FaxPlusOperation operation, string path, TBody? body, CancellationToken cancellationToken)
        where TBody : class =>
        SendAsync(operation, path, body is null ? null : _ => JsonBody(body), ReadDoneAsync, cancellationToken);

    /// <summary>Sends a request. A callback reads the body of each successful response.</summary>
    public async Task SendAsync(
        FaxPlusOperation operation,
        string path,
        Func<RequestContext, HttpContent>? content,
        Func<HttpResponseMessage, RequestContext, CancellationToken, Task> readAnswer,
        CancellationToken cancellationToken,
        Action<HttpRequestMessage>? prepare = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using Activity? activity = Telemetry.Start(operation, baseUri);
        try
        {
            Telemetry.Succeed(
                activity, await SendRequestAsync(operation, path, content, readAnswer, prepare, cancellationToken).ConfigureAwait(false));
        }
        catch (FaxPlusException error)
        {
            Telemetry.Fail(activity, error);
            throw;
        }
        catch (OperationCanceledException)
        {
            Telemetry.Cancel(activity);
            throw;
        }
    }

    /// <returns>The status code of the response.</returns>
    private async Task<int> SendRequestAsync(
        FaxPlusOperation operation,
        string path,
        Func<RequestContext, HttpContent>? content,
        Func<HttpResponseMessage, RequestContext, CancellationToken, Task> readAnswer,
        Action<HttpRequestMessage>? prepare,
        CancellationToken cancellationToken)
    {
        var call = new RequestContext(operation, Observer, Time, readAnswer);
        if (!Uri.TryCreate(_base + path, UriKind.Absolute, out Uri? uri))
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest, $"{operation.Description} failed: the values do not form a valid address.")
            {
                Operation = operation.ToString(),
                RecommendedAction = "Check the ids: at least one id is far too long.",
            };
        }

        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), uri)
        {
            Content = content?.Invoke(call) ?? NoBody(operation),
        };
        foreach (MediaTypeWithQualityHeaderValue type in s_accept) request.Headers.Accept.Add(type);
        prepare?.Invoke(request);
        call.AttachTo(request);

        HttpResponseMessage response;
        try
        {
            response = await pipeline.Http(authorized)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (FaxPlusExceptionIn(exception) is FaxPlusException known)
        {
            throw Settle(known, call);
        }
        catch (ObjectDisposedException exception)
        {
            throw Settle(
                new FaxPlusException(
                    FaxPlusErrorKind.NotConnected, $"{operation.Description} was interrupted, because the session has ended.", exception)
                {
                    Operation = operation.ToString(),
                    RecommendedAction = "Sign in again.",
                },
                call);
        }
        catch (Exception exception) when (HttpFailureClassifier.IsMissingPart(exception))
        {
            throw Settle(ErrorFactory.MissingPart(exception, call), call);
        }
        catch (Exception exception) when (HttpFailureClassifier.IsNetwork(exception))
        {
            throw Settle(ErrorFactory.NoAnswer(exception, call, uri, pipeline.Secrets), call);
        }

        using (response)
        {
            if (response.IsSuccessStatusCode) return (int)response.StatusCode;

            // The 404 counts as success, because an earlier attempt, whose response was lost, may have deleted the resource.
            if (operation.Method == "DELETE" && (int)response.StatusCode == 404 && call.MayHaveTakenEffect) return (int)response.StatusCode;
            throw Settle(ErrorFactory.From(response, call, pipeline.Secrets), call);
        }
    }

    public static HttpContent JsonBody<T>(T body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Of<T>()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static KeyValuePair<string, string> Parameter(string name, string value) => new(name, value);

    /// <summary>
    /// Returns the error with MayHaveTakenEffect set if the service may have executed an operation that must not be executed twice;
    /// otherwise with MayHaveTakenEffect cleared.
    /// </summary>
    private static FaxPlusException Settle(FaxPlusException error, RequestContext call)
    {
        if (!call.MayHaveTakenEffect || call.Operation.Retry == RetryRule.Repeatable)
        {
            return error.MayHaveTakenEffect ? new FaxPlusException(error) { MayHaveTakenEffect = false } : error;
        }

        return new FaxPlusException(error.WithAdvice("The service may have executed the request nevertheless: check before you repeat it."))
        {
            MayHaveTakenEffect = true,
        };
    }

    /// <summary>
    /// Returns null for GET and HEAD; otherwise an empty body. If a pooled connection turns out to be closed, .NET itself repeats a request
    /// that has no body. An empty body prevents this repetition, which could return 404 for a DELETE that was successful.
    /// </summary>
    private static ByteArrayContent? NoBody(FaxPlusOperation operation) =>
        operation.Method is "GET" or "HEAD" ? null : new ByteArrayContent([]);

    /// <summary>Reads a response that may be empty. An HTML page, such as an error page of a proxy, causes an error.</summary>
    public async Task ReadDoneAsync(HttpResponseMessage response, RequestContext call, CancellationToken cancellationToken)
    {
        byte[] bytes = await BoundedBody.ReadAsync(response.Content, MaxShown + SecretMask.Reach, cancellationToken, call.Touch)
            .ConfigureAwait(false);
        string? body = Secrets.StartOf(bytes, MaxShown);
        if (body?.TrimStart().StartsWith("<", StringComparison.Ordinal) == true)
        {
            throw ErrorFactory.Unreadable("is a web page, not a response of the API", response, call, body);
        }
    }

    /// <summary>Reads a response whose format is not documented. Returns null if the response is empty or not JSON.</summary>
    public async Task<T?> ReadOptionalAsync<T>(HttpResponseMessage response, RequestContext call, CancellationToken cancellationToken)
        where T : class
    {
        byte[] bytes = await BoundedBody.ReadAsync(response.Content, MaxJson, cancellationToken, call.Touch).ConfigureAwait(false);
        try
        {
            return bytes.Length == 0 ? null : WireJson.Read<T>(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<T> ReadJsonAsync<T>(HttpResponseMessage response, RequestContext call, CancellationToken cancellationToken)
        where T : class
    {
        byte[] bytes = await BoundedBody.ReadAsync(response.Content, MaxJson, cancellationToken, call.Touch).ConfigureAwait(false);
        try
        {
            return WireJson.Read<T>(JsonBytes.FromCharset(bytes, response.Content.Headers.ContentType?.CharSet))
                ?? throw new JsonException("The response is null.");
        }
        catch (JsonException exception)
        {
            string what = bytes.Length == 0 ? "is empty" : "is not the documented JSON";
            // The response of a token endpoint may contain new tokens, which are not masked yet, so the error does not contain the
            // response.
            throw authorized
                ? ErrorFactory.Unreadable(what, response, call, pipeline.Secrets.StartOf(bytes, MaxShown), pipeline.Secrets.Hide(exception))
                : ErrorFactory.Unreadable(what, response, call, null);
        }
    }

    /// <summary>
    /// Returns the first <see cref="FaxPlusException"/> among an exception and its inner exceptions; null if there is none. HttpClient
    /// wraps exceptions that are thrown while a body is sent.
    /// </summary>
    private static FaxPlusException? FaxPlusExceptionIn(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is FaxPlusException known) return known;
        }

        return null;
    }
}
