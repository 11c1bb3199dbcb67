using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace FaxPlus.Client.IO;

/// <summary>Computes SHA-256 digests in hexadecimal.</summary>
internal static class Digest
{
    private const int BufferSize = 64 * 1024;

    private static readonly string s_none = Of("").Substring(0, 16);

    public static string Of(string? text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
        return Of(bytes, bytes.Length);
    }

    /// <summary>Computes a short digest, so that comments can be compared without being stored.</summary>
    public static string Short(string? text) => string.IsNullOrEmpty(text) ? s_none : Of(text).Substring(0, 16);

    public static string Of(byte[] bytes, int length)
    {
#if NET8_0_OR_GREATER
        return Hex(SHA256.HashData(bytes.AsSpan(0, length)));
#else
        using var sha = SHA256.Create();
        return Hex(sha.ComputeHash(bytes, 0, length));
#endif
    }

    public static string Of(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = stream.Read(buffer, 0, BufferSize)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                cancellationToken.ThrowIfCancellationRequested();
            }

            return Hex(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();
}
