using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>Runs without other tests in parallel, which would also allocate memory.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

[Collection(Alone.Name)]
public sealed class LargeUploadTests
{
    [Fact]
    public async Task A_large_upload_uses_disk_space_and_not_memory()
    {
        const int size = 300 * 1024 * 1024;
        await using var service = await TestService.StartAsync();
        using var part = new StreamContent(new ZeroStream(size));
        part.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"fax_file\"; filename=\"large.pdf\"");
        part.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var form = new MultipartFormDataContent { part };

        var before = GC.GetTotalAllocatedBytes();
        using var answer = await service.Client.PostAsync("accounts/self/files", form);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, size / 10);
    }

    /// <summary>A stream of zeros with a given length, which needs no memory for its contents.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            Array.Clear(buffer, offset, read);
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
