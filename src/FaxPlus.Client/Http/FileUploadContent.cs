using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Http;

/// <summary>
/// The multipart body of a file upload, with a single part (API reference 3.4 and 5.4). The file is read while the body is sent.
/// MultipartFormDataContent is not used, because it does not quote all parameter values, encodes non-ASCII file names, and adds a second
/// parameter filename*. The body has a known length, and can be sent again.
/// </summary>
internal sealed class FileUploadContent : HttpContent
{
    private const int BufferSize = 128 * 1024;

    private readonly string _path;
    private readonly long _length;
    private readonly string _digest;
    private readonly RequestContext _call;
    private readonly byte[] _before;
    private readonly byte[] _after;

    /// <param name="file">The file to upload.</param>
    /// <param name="digest">
    /// The SHA-256 of the expected contents, in hexadecimal. A file with different contents is refused, because it may be another document.
    /// </param>
    /// <param name="call">The context of the request. Each write restarts its inactivity timeout.</param>
    public FileUploadContent(LocalFile file, string digest, RequestContext call)
    {
        _path = file.FullName;
        _length = file.Length;
        _digest = digest;
        _call = call;
        string boundary = "faxplus-" + Guid.NewGuid().ToString("N");
        string name = file.Name.Replace("\"", "%22").Replace("\r", "%0D").Replace("\n", "%0A");
        _before = Encoding.UTF8.GetBytes(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"fax_file\"; filename=\"{name}\"\r\n"
            + $"Content-Type: {MimeType.Of(file.Name)}\r\n\r\n");
        _after = Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n");
        Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data");
        Headers.ContentType.Parameters.Add(new NameValueHeaderValue("boundary", boundary));
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        LocalFile.Find(_path);
        using FileStream file = LocalFile.OpenRead(_path, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (file.Length != _length) throw Changed();
        await stream.WriteAsync(_before, 0, _before.Length).ConfigureAwait(false);
        byte[] buffer = new byte[BufferSize];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long sent = 0;
        int read;
        while ((read = await file.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false)) > 0)
        {
            sent += read;
            if (sent > _length) throw Changed();
            hash.AppendData(buffer, 0, read);
            await stream.WriteAsync(buffer, 0, read).ConfigureAwait(false);
            _call.Touch();
            _call.Observer.Progress(new CallProgress("Uploading", Path.GetFileName(_path), sent, _length));
        }

        // If the contents have changed, the final boundary is not sent, so that the service rejects the body.
        if (sent < _length || Digest.Hex(hash.GetHashAndReset()) != _digest) throw Changed();
        await stream.WriteAsync(_after, 0, _after.Length).ConfigureAwait(false);
    }

    private FaxPlusException Changed() => new(FaxPlusErrorKind.FileRejected, $"'{_path}' changed before it was uploaded completely.")
    {
        RecommendedAction = "Send the file again when no other program is writing to it. For several faxes, use a different file name for "
            + "each document.",
    };

    protected override bool TryComputeLength(out long length)
    {
        length = _before.Length + _length + _after.Length;
        return true;
    }
}
