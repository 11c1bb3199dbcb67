using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Http;

/// <summary>
/// Writes the body of a response to a temporary file beside the target, and renames it to the target when it is complete. If it is disposed
/// before that, no file remains.
/// </summary>
internal sealed class Download(SaveOptions target) : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly AtomicFile _file = new(target.Path, target.Overwrite);

    /// <summary>Reads one attempt: the file is written from the beginning.</summary>
    public async Task ReadAsync(HttpResponseMessage response, RequestContext call, CancellationToken cancellationToken)
    {
        long? total = response.Content.Headers.ContentLength;
        long done = 0;
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        FileStream file = _file.Begin(BufferSize);
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await body.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await LocalAsync(() => file.WriteAsync(buffer, 0, read, cancellationToken)).ConfigureAwait(false);
            done += read;
            call.Touch();
            call.Observer.Progress(new CallProgress("Downloading", _file.Name, done, total ?? 0));
        }

        // A compressed body has no length here; the framework detects a truncated one.
        if (total is long promised && promised != done) throw ErrorFactory.Unreadable($"was cut short: {done} of {promised} bytes came", response, call, null);
        if (done == 0) throw ErrorFactory.Unreadable("is empty", response, call, null);
    }

    /// <summary>Renames the file to its target.</summary>
    public void Commit() => _file.Commit();

    public void Dispose() => _file.Dispose();

    /// <summary>Reports a write error as such: a full disk must not look like a broken connection, which would be retried.</summary>
    private async Task LocalAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw _file.Failed(exception);
        }
    }
}
