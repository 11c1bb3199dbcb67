using System;
using System.IO;

namespace FaxPlus.Emulator;

/// <summary>Writes bilevel TIFF images of fax size. Each page has a frame and a number of bars that equals its page number.</summary>
internal static class Tiff
{
    private const int Width = 1728;
    private const int Height = 1145;
    private const int RowBytes = Width / 8;
    private const int BarHeight = 20;
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const ushort Rational = 5;

    public static byte[] Write(int pages)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("II"u8);
        writer.Write((ushort)42);
        for (var page = 1; page <= pages; page++) WritePage(writer, page, isLast: page == pages);
        return stream.ToArray();
    }

    // Each page consists of its strip, its resolutions and its directory. The offset of the directory is in the header or in the previous
    // directory.
    private static void WritePage(BinaryWriter writer, int page, bool isLast)
    {
        var strip = Draw(page);
        var stripAt = (uint)writer.BaseStream.Position + 4;
        var resolutionAt = stripAt + (uint)strip.Length;
        writer.Write(resolutionAt + 16);
        writer.Write(strip);
        foreach (var value in (ReadOnlySpan<uint>)[204, 1, 98, 1]) writer.Write(value);

        (ushort Tag, ushort Type, uint Value)[] entries =
        [
            (254, Long, 2), // NewSubfileType: a page of a multi-page image
            (256, Long, Width),
            (257, Long, Height),
            (258, Short, 1), // BitsPerSample
            (259, Short, 32773), // Compression: PackBits
            (262, Short, 0), // PhotometricInterpretation: 0 is white
            (273, Long, stripAt),
            (277, Short, 1), // SamplesPerPixel
            (278, Long, Height), // RowsPerStrip: one strip
            (279, Long, (uint)strip.Length),
            (282, Rational, resolutionAt),
            (283, Rational, resolutionAt + 8),
            (296, Short, 2), // ResolutionUnit: inch
        ];
        writer.Write((ushort)entries.Length);
        foreach (var (tag, type, value) in entries)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(1u);
            writer.Write(value);
        }

        if (isLast) writer.Write(0u);
    }

    private static byte[] Draw(int page)
    {
        using var rows = new MemoryStream();
        for (var y = 0; y < Height; y++)
        {
            var isBar = y / BarHeight % 2 == 1 && y / BarHeight / 2 < page;
            var isEdge = y is < 2 or >= Height - 2;
            PackRow(rows, isEdge ? (byte)0xFF : (byte)0, isBar);
        }

        // A no-op byte is added, since a strip of odd length would misalign the directory after it.
        if (rows.Length % 2 == 1) rows.WriteByte(0x80);
        return rows.ToArray();
    }

    // In PackBits, a run of n equal bytes is encoded as two bytes: 257 - n and the repeated byte. Each row is packed separately.
    private static void PackRow(Stream rows, byte fill, bool isBar)
    {
        const int barBytes = RowBytes / 4;
        Run(rows, 1, 0xFF);
        Run(rows, barBytes, isBar ? (byte)0xFF : fill);
        for (var left = RowBytes - 2 - barBytes; left > 0; left -= Math.Min(left, 128)) Run(rows, Math.Min(left, 128), fill);
        Run(rows, 1, 0xFF);
    }

    private static void Run(Stream rows, int length, byte value)
    {
        // A run of one byte is encoded as a literal of length 1, because 257 - 1 does not fit into a byte.
        rows.WriteByte(length == 1 ? (byte)0 : (byte)(257 - length));
        rows.WriteByte(value);
    }
}
