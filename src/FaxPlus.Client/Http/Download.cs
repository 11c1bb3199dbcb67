using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Http;

/// <summary>
/// Writes a response body to a temporary file beside the target. <see cref="Commit"/> renames the temporary file to the target. Disposing
/// this object before <see cref="Commit"/> deletes the temporary file.
/// </summary>
internal sealed class Download(SaveOptions target) : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly AtomicFile _file = new(target.Path, target.Overwrite);

    /// <summary>Writes the response body of one attempt to the temporary file. The data of an earlier attempt is discarded.</summary>
    public async Task ReadAsync(HttpResponseMessage response, RequestContext call, CancellationToken cancellationToken)
    {
        long? total = response.Content.Headers.ContentLength;
        long done = 0;
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        // The file has no buffer, because the data is read in large blocks. It is written synchronously, because on Unix, each asynchronous
        // write would occupy another pool thread.
        FileStream file = _file.Begin(bufferSize: 1);
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await body.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            Write(file, buffer, read);
            done += read;
            call.Touch();
            call.Observer.Progress(new CallProgress("Downloading", _file.Name, done, total ?? 0));
        }

        // The length is unknown for a compressed body, but HttpClient detects a truncated compressed body.
        if (total is long promised && promised != done)
        {
            throw ErrorFactory.Unreadable($"was truncated: {done} of {promised} bytes arrived", response, call, null);
        }

        if (done == 0) throw ErrorFactory.Unreadable("is empty", response, call, null);
    }

    /// <summary>Renames the temporary file to the target.</summary>
    public void Commit() => _file.Commit();

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Writes to the file. A write error, such as a full disk, is thrown as a FaxPlusException. An IOException would be treated as a broken
    /// connection, and the request would be retried.
    /// </summary>
    private void Write(FileStream file, byte[] buffer, int count)
    {
        try
        {
            file.Write(buffer, 0, count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw _file.Failed(exception);
        }
    }
}
