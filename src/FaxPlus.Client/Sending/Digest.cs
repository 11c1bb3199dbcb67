using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Sending;

/// <summary>SHA-256 in hexadecimal.</summary>
internal static class Digest
{
    // Small enough not to be a large object: a run may have as many files as faxes.
    private const int BufferSize = 64 * 1024;

    private static readonly string s_none = Of("").Substring(0, 16);

    public static string Of(string? text)
    {
        using var sha = SHA256.Create();
        return Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(text ?? "")));
    }

    /// <summary>For telling comments apart without keeping them.</summary>
    public static string Short(string? text) => string.IsNullOrEmpty(text) ? s_none : Of(text).Substring(0, 16);

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await file.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0) hash.AppendData(buffer, 0, read);
        return Hex(hash.GetHashAndReset());
    }

    private static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();
}
