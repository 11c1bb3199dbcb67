using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

// The types of ASP.NET Core that the tests use, with the same names.
namespace Microsoft.AspNetCore.Http;

internal sealed class HttpContext(HttpRequest request, HttpResponse response, Action abort, CancellationToken aborted)
{
    public HttpRequest Request => request;

    public HttpResponse Response => response;

    public CancellationToken RequestAborted => aborted;

    public void Abort() => abort();
}

internal sealed class HttpRequest(string method, string target, IReadOnlyDictionary<string, string> headers, Stream body)
{
    private readonly int _query = target.IndexOf('?');

    public string Method => method;

    public Part Path => new(Uri.UnescapeDataString(_query < 0 ? target : target.Substring(0, _query)));

    public Part QueryString => new(_query < 0 ? "" : target.Substring(_query));

    public Query Query => new(System.Web.HttpUtility.ParseQueryString(QueryString.Value));

    public RequestHeaders Headers => new(headers);

    public long? ContentLength =>
        headers.TryGetValue("Content-Length", out string? length) ? long.Parse(length, CultureInfo.InvariantCulture) : null;

    public string? ContentType => headers.TryGetValue("Content-Type", out string? type) ? type : null;

    public Stream Body => body;
}

internal readonly struct Part(string value)
{
    public string Value => value;

    public static implicit operator string(Part part) => part.Value;

    public override string ToString() => value;
}

internal readonly struct Query(NameValueCollection all)
{
    public string this[string name] => all[name] ?? "";
}

internal readonly struct RequestHeaders(IReadOnlyDictionary<string, string> all)
{
    public IEnumerable<string> Keys => all.Keys;

    public string Authorization => this["Authorization"];

    public string UserAgent => this["User-Agent"];

    private string this[string name] => all.TryGetValue(name, out string? value) ? value : "";
}

internal sealed class ResponseHeaders : Dictionary<string, string>
{
    public string Date { set => this["Date"] = value; }

    public string Location { set => this["Location"] = value; }
}

internal sealed class HttpResponse
{
    private readonly Stream _stream;
    private bool _begun;

    public HttpResponse(Stream stream)
    {
        _stream = stream;
        Body = new ResponseBody(this);
    }

    public int StatusCode { get; set; } = 200;

    /// <summary>The reason phrase of the status line. By default, it is the standard phrase.</summary>
    public string? Reason { get; set; }

    public string? ContentType { get; set; }

    public long? ContentLength { get; set; }

    public ResponseHeaders Headers { get; } = [];

    public Stream Body { get; }

    public async Task EndAsync()
    {
        if (!_begun) ContentLength ??= 0;
        await WriteAsync([], 0, 0);
        if (ContentLength is null) await SendAsync("0\r\n\r\n");
    }

    private async Task WriteAsync(byte[] bytes, int offset, int count)
    {
        if (!_begun)
        {
            _begun = true;
            var head = new StringBuilder().Append("HTTP/1.1 ").Append(StatusCode).Append(' ')
                .Append(Reason ?? Regex.Replace(((HttpStatusCode)StatusCode).ToString(), "(?<=[a-z])(?=[A-Z])", " ")).Append("\r\n");
            if (!Headers.ContainsKey("Date")) Headers.Date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
            foreach (KeyValuePair<string, string> header in Headers)
                head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
            if (ContentType is not null) head.Append("Content-Type: ").Append(ContentType).Append("\r\n");
            head.Append(ContentLength is null ? "Transfer-Encoding: chunked" : $"Content-Length: {ContentLength}").Append("\r\n\r\n");
            await SendAsync(head.ToString());
        }

        if (count == 0) return;
        if (ContentLength is null) await SendAsync(count.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await _stream.WriteAsync(bytes, offset, count);
        if (ContentLength is null) await SendAsync("\r\n");
    }

    private Task SendAsync(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return _stream.WriteAsync(bytes, 0, bytes.Length);
    }

    private sealed class ResponseBody(HttpResponse response) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            response.WriteAsync(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count).GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
