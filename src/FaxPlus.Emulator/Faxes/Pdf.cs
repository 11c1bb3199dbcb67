using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace FaxPlus.Emulator;

/// <summary>Writes small PDF documents with lines of text, and counts the pages of any PDF.</summary>
internal static class Pdf
{
    private const int FixedObjects = 3;

    private static ReadOnlySpan<byte> PageMark => "/Page"u8;

    /// <summary>Writes a document with one page for each list of lines.</summary>
    public static byte[] Write(IReadOnlyList<IReadOnlyList<string>> pages)
    {
        // Object 1 is the catalog, object 2 the page tree, and object 3 the font. After them, each page has two objects: the page and its
        // content.
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, i) => $"{PageObject(i)} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        };
        for (var i = 0; i < pages.Count; i++)
        {
            var content = "BT /F1 11 Tf 72 770 Td 16 TL\n" + string.Concat(pages[i].Select(line => $"({Escape(line)}) Tj T*\n")) + "ET";
            objects.Add(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents "
                + $"{PageObject(i) + 1} 0 R >>");
            objects.Add($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }

        return Assemble(objects);
    }

    /// <summary>Returns the number of pages of a PDF with uncompressed page objects; 1 for all other files.</summary>
    public static int CountPages(string diskPath)
    {
        using var file = new FileStream(diskPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var buffer = new byte[64 * 1024];
        var kept = 0;
        var pages = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            var read = file.Read(buffer, kept, buffer.Length - kept);
            if (read == 0) return Math.Max(1, pages);
            var filled = buffer.AsSpan(0, kept + read);
            if (isFirst && !filled.StartsWith("%PDF"u8)) return 1;

            // Matches "/Type /Page" with or without the space, but not "/Pages", so the byte after the match must be available.
            var rest = filled;
            for (var at = rest.IndexOf(PageMark); at >= 0 && at + PageMark.Length < rest.Length; at = rest.IndexOf(PageMark))
            {
                var before = filled[..(filled.Length - rest.Length + at)].TrimEnd((byte)' ');
                if (before.EndsWith("/Type"u8) && !char.IsAsciiLetter((char)rest[at + PageMark.Length])) pages++;
                rest = rest[(at + PageMark.Length)..];
            }

            // The end of a block is kept, so that a match across two blocks is found with the next block. No match is counted twice.
            kept = Math.Min(rest.Length, "/Type /Page".Length + 4);
            filled[^kept..].CopyTo(buffer);
        }
    }

    private static int PageObject(int page) => FixedObjects + 1 + (2 * page);

    private static byte[] Assemble(List<string> objects)
    {
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var xref = pdf.Length;
        // Each entry has exactly 20 bytes, including its line end.
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) pdf.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");

        // Latin-1 uses one byte for each character, so the offsets, which are counted in characters, are also correct in bytes.
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    // Characters outside Latin-1 are replaced before the offsets are computed, because a later replacement could shift the offsets.
    private static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '\\' or '(' or ')' => $"\\{c}",
        > '\u00FF' => "?",
        _ => c.ToString(),
    }));
}
