using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Sending;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>By what a journal tells items apart that have no key of their own.</summary>
public class ItemKeyTests
{
    private readonly ItemKey _keys = new();

    [Fact]
    public async Task The_same_fax_has_the_same_key_whatever_the_order_and_the_spelling_of_its_numbers_and_its_comment()
    {
        using var folder = new Folder();
        SendRequest one = Request(folder), same = Request(folder);
        same.To = ["+1 (415) 555-0102", "+14155550101"];
        same.Comment = "Sent at noon";
        same.Tags = ["x"];
        same.Files = [folder.File("copy.pdf", "A"u8.ToArray())];

        Assert.Equal(await KeyAsync(one), await KeyAsync(same));
        Assert.Equal(await KeyAsync(one, "+16505550100"), await KeyAsync(one, "+1 650-555-0100"));
    }

    [Fact]
    public async Task Whatever_makes_it_another_fax_makes_another_key()
    {
        using var folder = new Folder();
        string key = await KeyAsync(Request(folder));
        Assert.Matches("^[0-9a-f]{32}$", key);
        await AssertOtherAsync(request => request.To = ["+14155550101"]);
        await AssertOtherAsync(request => request.Files = [folder.File("other.pdf", "B"u8.ToArray())]);
        await AssertOtherAsync(request => request.Files = [request.Files[0], request.Files[0]]);
        await AssertOtherAsync(request => request.SendTime = DateTimeOffset.UnixEpoch);
        await AssertOtherAsync(request => request.CoverPage = new CoverPage { Subject = "Offer" });
        await AssertOtherAsync(request => request.UserId = "member");
        await AssertOtherAsync(request => request.Enhance = false);
        await AssertOtherAsync(request => (request.Files, request.FaxId) = ([], "f1"));
        Assert.NotEqual(key, await KeyAsync(Request(folder), "+16505550100"));

        async Task AssertOtherAsync(Action<SendRequest> change)
        {
            SendRequest other = Request(folder);
            change(other);
            Assert.NotEqual(key, await KeyAsync(other));
        }
    }

    [Fact]
    public async Task A_file_that_has_changed_has_another_key_also_in_the_same_run()
    {
        using var folder = new Folder();
        string key = await KeyAsync(Request(folder));
        SendRequest changed = Request(folder);
        folder.File("letter.pdf", Encoding.ASCII.GetBytes("AB"));
        Assert.NotEqual(key, await KeyAsync(changed));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_as_such()
    {
        using var folder = new Folder();
        SendRequest request = Request(folder);
        request.Files = [folder.Path("missing.pdf")];
        await Failing.WithAsync(FaxPlusErrorKind.FileNotFound, () => KeyAsync(request));
    }

    private static SendRequest Request(Folder folder) => new() { To = ["+14155550101", "+14155550102"], Files = [folder.File("letter.pdf", "A"u8.ToArray())] };

    private Task<string> KeyAsync(SendRequest request, string? from = null) => _keys.ContentsAsync(request, from, CancellationToken.None);
}
