using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;

namespace FaxPlus.Client.Operations;

/// <summary>
/// Writes the body of an answer to a temporary file beside its target and gives it the target's name when it is whole.
/// Disposed before that, it leaves nothing behind.
/// </summary>
internal sealed class Download : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly string _target;
    private readonly string _temporary;
    private readonly bool _overwrite;

    public Download(SaveOptions target)
    {
        _target = Path.GetFullPath(target.Path);
        _overwrite = target.Overwrite;
        string folder = Path.GetDirectoryName(_target) ?? "";
        if (!Directory.Exists(folder))
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The folder '{folder}' does not exist.")
            {
                RecommendedAction = "Make the folder first, or name another one.",
            };
        }

        if (Directory.Exists(_target))
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileRejected, $"'{_target}' is a folder; the name of a file is wanted.")
            {
                RecommendedAction = "Name the file, or give the folder as -Directory.",
            };
        }

        if (!_overwrite && File.Exists(_target)) throw Exists();
        // A dot and a suffix of its own: no *.pdf picks up half a fax.
        _temporary = Path.Combine(folder, "." + Guid.NewGuid().ToString("N").Substring(0, 12) + ".faxplus-part");
    }

    /// <summary>One attempt: the file is begun anew.</summary>
    public async Task ReadAsync(HttpResponseMessage response, Call call, CancellationToken cancellationToken)
    {
        long? total = response.Content.Headers.ContentLength;
        long done = 0;
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using FileStream file = Local(() => new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize, useAsync: true));
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await body.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await LocalAsync(() => file.WriteAsync(buffer, 0, read, cancellationToken)).ConfigureAwait(false);
            done += read;
            call.Touch();
            call.Observer.Progress(new CallProgress("Downloading", Path.GetFileName(_target), done, total ?? 0));
        }

        await LocalAsync(() => file.FlushAsync(cancellationToken)).ConfigureAwait(false);
        // Compressed bodies have no length here; the framework notices when one is cut.
        if (total is long promised && promised != done) throw ServiceError.Unreadable($"was cut short: {done} of {promised} bytes came", response, call, null);
        if (done == 0) throw ServiceError.Unreadable("is empty", response, call, null);
    }

    /// <summary>Gives the file its name.</summary>
    public void Commit()
    {
        try
        {
            if (_overwrite && File.Exists(_target))
            {
                File.Replace(_temporary, _target, null);
            }
            else
            {
                File.Move(_temporary, _target);
            }
        }
        catch (IOException) when (!_overwrite && File.Exists(_target))
        {
            throw Exists();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more than one about tidying up.
        }
    }

    private FaxPlusException Exists() => new(FaxPlusErrorKind.Conflict, $"The file '{_target}' is there already.")
    {
        RecommendedAction = "Choose another name, or overwrite it with -Force.",
    };

    private FaxPlusException NotWritable(Exception cause) => new(FaxPlusErrorKind.FileRejected, $"'{_target}' cannot be written: {cause.Message}", cause)
    {
        RecommendedAction = "Check the free space and the permissions of the folder.",
    };

    /// <summary>A full disk must not look like a broken connection, which would be tried again.</summary>
    private T Local<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    private async Task LocalAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }
}
