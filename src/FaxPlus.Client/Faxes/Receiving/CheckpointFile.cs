using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>A checkpoint in a file. Until this object is disposed, the file is locked against other runs.</summary>
internal sealed class CheckpointFile : ICheckpointStore
{
    private const int BufferSize = 4096;

    private readonly string _path;
    private readonly FileLock? _lock;

    public CheckpointFile(string path, bool locked)
    {
        _path = LocalFile.Target(path, "checkpoint");
        if (!locked) return;
        _lock = Lock();
        AtomicFile.RemoveLeftovers(_path);
    }

    public override string ToString() => _path;

    /// <summary>
    /// Reads the text of the file. The returned task is already completed. Its result is null if the file does not exist.
    /// </summary>
    public Task<string?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Read());

    public Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        Write(text);
        return Task.CompletedTask;
    }

    public Task HoldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();

    private string? Read()
    {
        try
        {
            using FileStream file = FileRetry.Open(() => new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read));
            return new StreamReader(file).ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileError.Make($"The checkpoint '{_path}' cannot be read", _path, exception);
        }
    }

    private void Write(string text)
    {
        using var file = new AtomicFile(_path, overwrite: true, "checkpoint");
        FileStream stream = file.Begin(BufferSize);
        try
        {
            byte[] bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
            stream.Write(bytes, 0, bytes.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw file.Failed(exception);
        }

        file.Commit();
    }

    private FileLock Lock()
    {
        try
        {
            return FileLock.TryTake(_path)
                ?? throw new FaxPlusException(FaxPlusErrorKind.Conflict, $"Another run is using the checkpoint '{_path}'.")
                {
                    RecommendedAction = "Wait until the other run has ended, or stop it, or use another checkpoint for this run.",
                };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileError.Make($"The lock file of '{_path}' cannot be created", _path + ".lock", exception, isWriting: true);
        }
    }
}
