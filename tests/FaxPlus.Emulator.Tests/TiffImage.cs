using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>Reads a TIFF as a viewer does, and fails if a directory, an offset or a packed row is wrong.</summary>
internal static class TiffImage
{
    public static int CountPages(byte[] bytes)
    {
        Assert.Equal("II*\0"u8.ToArray(), bytes[..4]);
        var pages = 0;
        for (var at = Long(bytes, 4); at != 0; pages++)
        {
            Assert.True(at % 2 == 0, "A directory must start at a word boundary.");
            var tags = new SortedDictionary<int, int>();
            var count = Short(bytes, at);
            for (var i = 0; i < count; i++)
            {
                var entry = at + 2 + (12 * i);
                tags.Add(Short(bytes, entry), Short(bytes, entry + 2) == 3 ? Short(bytes, entry + 8) : Long(bytes, entry + 8));
            }

            CheckPage(bytes, tags);
            at = Long(bytes, at + 2 + (12 * count));
        }

        return pages;
    }

    private static void CheckPage(byte[] bytes, SortedDictionary<int, int> tags)
    {
        const int width = 256, height = 257, bitsPerSample = 258, compression = 259, strip = 273, stripLength = 279;
        const int packBits = 32773;
        Assert.Equal(1728, tags[width]);
        Assert.Equal(1, tags[bitsPerSample]);
        Assert.Equal(packBits, tags[compression]);
        Assert.Equal(tags[width] / 8 * tags[height], UnpackedLength(bytes.AsSpan(tags[strip], tags[stripLength])));
    }

    private static int UnpackedLength(ReadOnlySpan<byte> packed)
    {
        var length = 0;
        for (var i = 0; i < packed.Length;)
        {
            var code = (sbyte)packed[i];
            i += code >= 0 ? code + 2 : code == -128 ? 1 : 2;
            length += code >= 0 ? code + 1 : code == -128 ? 0 : 1 - code;
        }

        return length;
    }

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static int Long(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
}
