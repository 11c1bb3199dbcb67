using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace FaxPlus.Client.Tests.Numbers;

/// <summary>
/// Tests the parsing of numbers in various spellings. numbers.txt contains the expected result or the reason for the refusal.
/// </summary>
public class NumberParserTests
{
    private static readonly INumberParser s_parser = new FaxPlusClientFactory().Numbers;

    public static TheoryData<string, string?, string> Table
    {
        get
        {
            var rows = new TheoryData<string, string?, string>();
            using var text = new StreamReader(typeof(NumberParserTests).Assembly.GetManifestResourceStream("numbers.txt")!);
            while (text.ReadLine() is string line)
            {
                if (line.Length == 0 || line[0] == '#') continue;
                string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
                rows.Add(cells[1], cells[0] == "-" ? null : cells[0], cells[2]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_number_is_read_or_refused_with_the_reason(string text, string? region, string expected)
    {
        string number = Regex.Replace(text, @"\\u([0-9A-F]{4})", code => ((char)Convert.ToInt32(code.Groups[1].Value, 16)).ToString());
        if (!expected.StartsWith("!", StringComparison.Ordinal))
        {
            Assert.Equal(expected, s_parser.Parse(number, region));
            Assert.Equal(expected, s_parser.Parse(expected));
            return;
        }

        FaxPlusException refused = Assert.Throws<FaxPlusException>(() => s_parser.Parse(number, region));
        Assert.Equal(FaxPlusErrorKind.BadRequest, refused.Kind);
        Assert.Contains(expected.Substring(1).Trim(), refused.Message);
        Assert.NotEmpty(refused.RecommendedAction!);
        Assert.DoesNotMatch(@"[\u0000-\u001F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]", refused.Message);
    }

    [Theory]
    [InlineData("+1 650 555 0100", "+16505550100")]
    [InlineData("(650) 555-0100", "+16505550100")]
    [InlineData("+1 650 555 0100 *12", "+16505550100*12")]
    [InlineData("+16505550100, (650) 555-0101", "+16505550100,+16505550101")]
    [InlineData("no_number", "no_number")]
    [InlineData("0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef01234567", "0123456789abcdef01234567")]
    public void A_sender_may_be_a_number_with_an_extension_or_no_number(string text, string expected) =>
        Assert.Equal(expected, s_parser.ParseSender(text, "US"));

    [Theory]
    [InlineData("")]
    [InlineData("no number")]
    [InlineData("+16505550100,")]
    [InlineData("1.65055E+10")]
    public void An_invalid_sender_is_refused(string text) => Assert.Throws<FaxPlusException>(() => s_parser.ParseSender(text, "US"));

    [Theory]
    [InlineData("US", "US")]
    [InlineData(" ch ", "CH")]
    public void A_region_has_two_letters(string text, string expected) => Assert.Equal(expected, s_parser.ParseRegion(text));

    [Theory]
    [InlineData("UK", "Write GB.")]
    [InlineData("+41", "Write CH.")]
    [InlineData("0049", "Write DE.")]
    [InlineData("XX", "such as US, GB or DE")]
    [InlineData("EU", "such as US, GB or DE")]
    [InlineData("U", "such as US, GB or DE")]
    [InlineData("", "such as US, GB or DE")]
    [InlineData("Atlantis", "such as US, GB or DE")]
    [InlineData("001", "Write US.")]
    public void An_invalid_region_is_refused_with_an_example(string text, string action)
    {
        FaxPlusException refused = Assert.Throws<FaxPlusException>(() => s_parser.ParseRegion(text));
        Assert.Contains(action, refused.RecommendedAction);
        Assert.True(refused.IsFatal);
    }
}
