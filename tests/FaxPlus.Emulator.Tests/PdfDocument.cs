using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace FaxPlus.Emulator.Tests;

/// <summary>Reads a PDF from its end, as a viewer does, and fails if an offset or a length is wrong.</summary>
internal sealed partial class PdfDocument
{
    private PdfDocument(string[] pages) => Pages = pages;

    /// <summary>The text of each page, with its lines.</summary>
    public string[] Pages { get; }

    public string Text => string.Join('\n', Pages);

    public static PdfDocument Read(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        Assert.StartsWith("%PDF-1.", text, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF\n", text, StringComparison.Ordinal);

        var xref = Number(StartXref().Match(text));
        var header = XrefHeader().Match(text, xref);
        Assert.True(header.Success && header.Index == xref, "startxref does not contain the position of the cross-reference table.");
        var count = Number(header);
        var entries = text.Substring(xref + header.Length, count * 20);
        Assert.StartsWith($"trailer\n<< /Size {count} /Root 1 0 R >>", text[(xref + header.Length + (count * 20))..],
            StringComparison.Ordinal);
        Assert.Equal("0000000000 65535 f \n", entries[..20]);

        string Object(int id)
        {
            var entry = entries.Substring(id * 20, 20);
            Assert.Matches(@"^\d{10} 00000 n \n$", entry);
            var start = int.Parse(entry[..10], CultureInfo.InvariantCulture);
            Assert.Equal($"{id} 0 obj\n", text.Substring(start, $"{id} 0 obj\n".Length));
            return text[start..text.IndexOf("endobj", start, StringComparison.Ordinal)];
        }

        var tree = Object(Number(Reference("Pages").Match(Object(1))));
        var kids = Kid().Matches(tree).Select(Number).ToArray();
        Assert.Equal(kids.Length, Number(Count().Match(tree)));
        return new PdfDocument([.. kids.Select(kid => Content(Object(Number(Reference("Contents").Match(Object(kid))))))]);
    }

    private static string Content(string obj)
    {
        var match = Stream().Match(obj);
        Assert.True(match.Success, "There is no stream.");
        Assert.Equal(Number(match), match.Groups[2].Length);
        return string.Join('\n', Line().Matches(match.Groups[2].Value).Select(m => Regex.Unescape(m.Groups[1].Value)));
    }

    private static int Number(Match match)
    {
        Assert.True(match.Success, $"Not found: {match}");
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static Regex Reference(string name) => new($@"/{name} (\d+) 0 R", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF\n\z")]
    private static partial Regex StartXref();

    [GeneratedRegex(@"xref\n0 (\d+)\n")]
    private static partial Regex XrefHeader();

    [GeneratedRegex(@"(?<=\[.*)(\d+) 0 R")]
    private static partial Regex Kid();

    [GeneratedRegex(@"/Count (\d+)")]
    private static partial Regex Count();

    [GeneratedRegex(@"/Length (\d+) >>\nstream\n(.*)\nendstream", RegexOptions.Singleline)]
    private static partial Regex Stream();

    [GeneratedRegex(@"\((.*)\) Tj")]
    private static partial Regex Line();
}
