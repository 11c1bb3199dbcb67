using System;
using System.IO;
using System.Linq;
using System.Threading;
using FaxPlus.Client.IO;
using FaxPlus.Client.Outbox;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the keys by which a journal distinguishes items for which no key was specified.</summary>
public class ItemKeysTests
{
    private readonly FileHasher _files = new();

    [Fact]
    public void The_same_fax_has_the_same_key_regardless_of_order_spelling_and_comment()
    {
        using var folder = new Folder();
        SendRequest one = Request(folder), same = Request(folder);
        same.To = ["+1 (415) 555-0102", "+14155550101"];
        same.Comment = "Sent at noon";
        same.Tags = ["x"];
        same.Files = [folder.File("copy.pdf", "A"u8.ToArray())];

        Assert.Equal(KeyOf(one), KeyOf(same));
        Assert.Equal(KeyOf(one, "+16505550100"), KeyOf(one, "+1 650-555-0100"));
        Assert.Equal(KeyOf(one, "+16505550100,+16505550101"), KeyOf(one, "0016505550101, +16505550100, +16505550101"));
    }

    [Fact]
    public void Each_difference_between_faxes_results_in_another_key()
    {
        using var folder = new Folder();
        string key = KeyOf(Request(folder));
        Assert.Matches("^[0-9a-f]{32}$", key);
        AssertOther(request => request.To = ["+14155550101"]);
        AssertOther(request => request.Files = [folder.File("other.pdf", "B"u8.ToArray())]);
        AssertOther(request => request.Files = [request.Files[0], request.Files[0]]);
        AssertOther(request => request.SendTime = DateTimeOffset.UnixEpoch);
        AssertOther(request => request.CoverPage = new CoverPage { Subject = "Offer" });
        AssertOther(request => request.UserId = "member");
        AssertOther(request => request.Enhance = false);
        AssertOther(request => (request.Files, request.FaxId) = ([], "f1"));
        Assert.NotEqual(key, KeyOf(Request(folder), "+16505550100"));

        void AssertOther(Action<SendRequest> change)
        {
            SendRequest other = Request(folder);
            change(other);
            Assert.NotEqual(key, KeyOf(other));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void A_changed_file_has_another_key_even_in_the_same_run_with_equal_length_and_time(int length)
    {
        using var folder = new Folder();
        SendRequest request = Request(folder);
        byte[] contents = new byte[length];
        string[] keys = [Written(1), Written(2), Written(1)];
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Equal(keys[0], keys[2]);

        string Written(byte last)
        {
            contents[length - 1] = last;
            File.SetLastWriteTimeUtc(folder.File("letter.pdf", contents), DateTimeOffset.UnixEpoch.UtcDateTime);
            string key = KeyOf(request);
            Assert.Equal(key, KeyOf(request));
            return key;
        }
    }

    [Fact]
    public void A_missing_file_is_reported()
    {
        using var folder = new Folder();
        SendRequest request = Request(folder);
        request.Files = [folder.Path("missing.pdf")];
        var error = Assert.Throws<FaxPlusException>(() => KeyOf(request));
        Assert.Equal(FaxPlusErrorKind.FileNotFound, error.Kind);
        Assert.NotEmpty(error.RecommendedAction!);
    }

    private static SendRequest Request(Folder folder) =>
        new() { To = ["+14155550101", "+14155550102"], Files = [folder.File("letter.pdf", "A"u8.ToArray())] };

    private string KeyOf(SendRequest request, string? from = null) =>
        new ItemKeys(request, from, null, [.. request.Files.Select(file => _files.Of(file, CancellationToken.None))]).Contents;
}
