using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

internal static class BoundedBody
{
    /// <summary>Reads a body up to a maximum number of bytes. After each read, a callback restarts the inactivity timeout.</summary>
    public static async Task<byte[]> ReadAsync(HttpContent? content, long limit, CancellationToken cancellationToken, Action? heard = null)
    {
        if (content is null) return [];
        using Stream body = await content.ReadAsStreamAsync().ConfigureAwait(false);
        using var kept = new MemoryStream();
        // If the length of the body is known, the buffer is not larger than the body, because most responses have only a few hundred bytes.
        byte[] buffer = new byte[Math.Min(16 * 1024, content.Headers.ContentLength is long length and > 0 ? length : long.MaxValue)];
        int read;
        while (kept.Length < limit
            && (read = await body.ReadAsync(buffer, 0, (int)Math.Min(buffer.Length, limit - kept.Length), cancellationToken)
                .ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, read);
            heard?.Invoke();
        }

        return kept.ToArray();
    }
}
