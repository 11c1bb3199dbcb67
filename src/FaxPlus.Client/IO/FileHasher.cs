using System;
using System.Buffers;
using System.IO;
using System.Threading;

namespace FaxPlus.Client.IO;

/// <summary>
/// Computes the digests of file contents. A file is read again for each send, because an equal length and modification time do not prove
/// that the contents are unchanged: copied and unpacked files keep their times. A small file that is identical to the previous file is
/// detected by a byte comparison, which is much faster than hashing.
/// </summary>
internal sealed class FileHasher
{
    /// <summary>The maximum length, in bytes, of a file that is kept in memory for the comparison.</summary>
    private const int MostHeld = 256 * 1024;

    private Known? _last;

    /// <exception cref="FaxPlusException">The file does not exist, or cannot be read.</exception>
    public string Of(string path, CancellationToken cancellationToken)
    {
        using FileStream file = LocalFile.OpenRead(LocalFile.Find(path).FullName);
        try
        {
            return file.Length <= MostHeld && OfSmall(file) is string digest ? digest : Digest.Of(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileError.Make($"The file '{path}' cannot be read", path, exception);
        }
    }

    /// <returns>The digest; null if the file has grown beyond the maximum length since its length was read.</returns>
    private string? OfSmall(FileStream file)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MostHeld + 1);
        try
        {
            int length = 0, read;
            while (length <= MostHeld && (read = file.Read(buffer, length, MostHeld + 1 - length)) > 0) length += read;
            file.Position = 0;
            if (length > MostHeld) return null;

            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, length);
            Known? last = Volatile.Read(ref _last);
            if (last is null || !bytes.SequenceEqual(last.Bytes))
            {
                Volatile.Write(ref _last, last = new Known(bytes.ToArray(), Digest.Of(buffer, length)));
            }

            return last.Digest;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class Known(byte[] bytes, string digest)
    {
        public byte[] Bytes { get; } = bytes;

        public string Digest { get; } = digest;
    }
}
