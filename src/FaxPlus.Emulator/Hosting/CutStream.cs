using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>Forwards the beginning of a response's body and discards the rest.</summary>
internal sealed class CutStream(HttpResponse response, long? bytes) : UnseekableStream
{
    private readonly Stream _inner = response.Body;
    private long? _left;

    public bool HasCut { get; private set; }

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // If no number of bytes is configured, half of the declared length is forwarded.
        _left ??= bytes ?? response.ContentLength / 2 ?? 0;
        var passed = (int)Math.Min(_left.Value, buffer.Length);
        _left -= passed;
        HasCut |= passed < buffer.Length;
        await _inner.WriteAsync(buffer[..passed], cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Synchronous writes are not supported.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Synchronous writes are not supported.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
