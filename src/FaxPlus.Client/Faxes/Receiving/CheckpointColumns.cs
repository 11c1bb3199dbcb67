using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// Reads and writes the checkpoint text in a table row. The text is compressed and divided into columns, because a column can contain at
/// most 64 KiB.
/// </summary>
internal static class CheckpointColumns
{
    public const int ColumnSize = 64 * 1024;

    /// <summary>The maximum number of columns with text. A row can have at most 1 MiB, including column names and other columns.</summary>
    public const int MaxColumns = 15;

    private const string Prefix = "Text";

    /// <summary>Reads the text of a row. Returns null if the row has no text yet.</summary>
    public static string? Read(TableRow row)
    {
        using var bytes = new MemoryStream();
        for (int column = 0; row.Bytes(Name(column)) is { } part; column++) bytes.Write(part, 0, part.Length);
        // The caller rejects any text that is not a checkpoint, such as the value that a user has typed instead of the bytes.
        if (bytes.Length == 0) return row.Columns.TryGetValue(Name(0), out object? value) ? $"({value})" : null;
        try
        {
            bytes.Position = 0;
            using var reader = new StreamReader(new GZipStream(bytes, CompressionMode.Decompress), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            // The bytes cannot be decompressed. The caller rejects the returned text, because the text is not a checkpoint.
            return Encoding.UTF8.GetString(bytes.ToArray());
        }
    }

    /// <summary>Replaces the text of a row.</summary>
    /// <exception cref="FaxPlusException">The text does not fit into a row. The row is not changed.</exception>
    public static void Write(TableRow row, string text)
    {
        byte[] bytes = Compress(text);
        if (bytes.Length > MaxColumns * ColumnSize)
        {
            string size = $"{bytes.Length / 1024} KiB, more than the maximum of {MaxColumns * ColumnSize / 1024} KiB";
            throw new FaxPlusException(
                FaxPlusErrorKind.BadRequest,
                $"The checkpoint is too large for a table row: {size}. A checkpoint contains the ids of the faxes within the look-back.")
            {
                RecommendedAction = "Use a shorter look-back, or keep the checkpoint in a file.",
                IsFatal = true,
            };
        }

        foreach (string old in row.Columns.Keys.Where(IsText).ToArray()) row.Columns.Remove(old);
        for (int column = 0; column * ColumnSize < bytes.Length; column++)
        {
            byte[] part = new byte[Math.Min(ColumnSize, bytes.Length - (column * ColumnSize))];
            Array.Copy(bytes, column * ColumnSize, part, 0, part.Length);
            row.Columns[Name(column)] = part;
        }
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            gzip.Write(bytes, 0, bytes.Length);
        }

        return compressed.ToArray();
    }

    private static bool IsText(string column) => column.StartsWith(Prefix, StringComparison.Ordinal);

    private static string Name(int column) => Prefix + column.ToString(CultureInfo.InvariantCulture);
}
