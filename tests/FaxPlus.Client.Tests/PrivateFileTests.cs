using System.IO;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Client.IO;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Tests that files are accessible only by their owner, and that no data is written to a file that another user has created at the same
/// path.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class PrivateFileTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task All_written_files_are_accessible_only_by_their_owner()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(Received.Start, 1);
        await new Received(service).RunAsync();
        string id = (await service.FaxIdsAsync()).Single();
        await service.Client.Files.SaveFaxAsync(id, FaxFormat.Pdf, new SaveOptions(service.Files.Path("fax.pdf"), false),
            cancellationToken: service.TimeLimit);
        await service.Client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self") { OutFile = service.Files.Path("raw.json") },
            service.TimeLimit);
        var report = new FaxPlusClientFactory()
            .BeginReport(new FaxReportOptions(new SaveOptions(service.Files.Path("report.html"), false)));
        report.Save();

        Assert.Equal(["checkpoint.json", "checkpoint.json.lock", "fax.pdf", "raw.json", "report.html"], service.Files.Names.Order());
        Assert.All(service.Files.Names, name => Assert.Equal(Private, File.GetUnixFileMode(service.Files.Path(name))));
    }

    [Fact]
    public void A_new_folder_is_accessible_only_by_its_owner_and_an_existing_one_does_not_change()
    {
        using var folder = new Folder();
        UnixFileMode before = File.GetUnixFileMode(folder.FullName);
        var factory = new FaxPlusClientFactory();
        factory.CreateFolder(folder.FullName);
        factory.CreateFolder(folder.Path("a/b"));
        Assert.Equal(before, File.GetUnixFileMode(folder.FullName));
        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path("a/b")));
    }

    [Fact]
    public async Task A_file_that_all_users_can_read_is_replaced_by_a_private_one()
    {
        using var folder = new Folder();
        string path = folder.Path("fax.pdf");
        await File.WriteAllTextAsync(path, "old");
        File.SetUnixFileMode(path, Private | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        using var file = new AtomicFile(path, overwrite: true);
        await file.Begin(4096).WriteAsync("new"u8.ToArray());
        Assert.All(Directory.GetFiles(folder.FullName).Where(name => name != path), name =>
            Assert.Equal(Private, File.GetUnixFileMode(name)));
        file.Commit();
        Assert.Equal(Private, File.GetUnixFileMode(path));
        Assert.Equal("new", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_link_beside_a_checkpoint_is_not_followed()
    {
        await using Service service = await Service.StartAsync();
        await service.ReceiveAsync(Received.Start, 1);
        var received = new Received(service);
        string victim = service.Files.Path("victim");
        await File.WriteAllTextAsync(victim, "mine");
        File.CreateSymbolicLink(received.File + ".new", victim);
        Assert.Equal(1, await received.RunAsync());
        Assert.Equal("mine", await File.ReadAllTextAsync(victim));
    }
}
