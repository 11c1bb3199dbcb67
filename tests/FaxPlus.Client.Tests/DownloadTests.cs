using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Files;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

public class DownloadTests
{
    [Fact]
    [Trait("Category", "Quick")]
    public async Task A_download_returns_the_uploaded_bytes()
    {
        await using Service service = await Service.StartAsync();
        byte[] content = [.. "%PDF-1.4\n"u8, .. RandomNumberGenerator.GetBytes(700_000)];
        SendRequest request = service.Letter();
        request.Files = [service.Files.File("big.pdf", content)];
        await service.SendAsync(request);
        await service.UntilAsync(async () => (await service.FaxIdsAsync()).Length == 1);
        using var folder = new Folder();

        await service.Client.Files.SaveFaxAsync((await service.FaxIdsAsync())[0], FaxFormat.Pdf, new SaveOptions(folder.Path("fax.pdf")),
            cancellationToken: service.TimeLimit);

        Assert.Equal(content, File.ReadAllBytes(folder.Path("fax.pdf")));
        Assert.Equal(["fax.pdf"], folder.Names);
        CallProgress last = service.Observer.ProgressReports.Last(report => report.Activity == "Downloading");
        Assert.Equal((content.Length, content.Length), (last.Done, last.Total));
    }

    [Fact]
    public async Task A_fax_is_downloaded_as_PDF_or_TIFF_and_its_report_as_PDF()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        string id = (await service.FaxIdsAsync())[0];
        using var folder = new Folder();

        await service.Client.Files.SaveFaxAsync(id, FaxFormat.Pdf, new SaveOptions(folder.Path("a.pdf")),
            cancellationToken: service.TimeLimit);
        await service.Client.Files.SaveFaxAsync(id, FaxFormat.Tiff, new SaveOptions(folder.Path("a.tiff")),
            cancellationToken: service.TimeLimit);
        await service.Client.Files.SaveReportAsync(id, new SaveOptions(folder.Path("report.pdf")), cancellationToken: service.TimeLimit);

        Assert.Equal("%PDF"u8.ToArray(), File.ReadAllBytes(folder.Path("a.pdf"))[..4]);
        Assert.Contains(Encoding.ASCII.GetString(File.ReadAllBytes(folder.Path("a.tiff"))[..2]), new[] { "II", "MM" });
        Assert.Equal("%PDF"u8.ToArray(), File.ReadAllBytes(folder.Path("report.pdf"))[..4]);
        Assert.Equal(["a.pdf", "a.tiff", "report.pdf"], folder.Names);
    }

    [Fact]
    public async Task An_existing_file_is_not_changed_and_no_request_is_made()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        string target = service.Files.File("fax.pdf", [1, 2, 3]);

        FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => SaveAsync(service, target));

        Assert.Contains("fax.pdf", error.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(target));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task A_file_that_is_created_during_the_download_is_not_changed()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        string target = service.Files.Path("fax.pdf");
        service.Observer.OnProgress = _ => File.WriteAllBytes(target, [1, 2, 3]);

        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () => SaveAsync(service, target));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(target));
        Assert.Equal(["fax.pdf"], service.Files.Names);
    }

    [Fact]
    public async Task With_overwrite_a_file_is_replaced_by_the_complete_new_file()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        string target = service.Files.File("fax.pdf", [1, 2, 3]);
        await SaveAsync(service, target, overwrite: true);
        Assert.Equal("%PDF"u8.ToArray(), File.ReadAllBytes(target)[..4]);
        Assert.Equal(["fax.pdf"], service.Files.Names);
    }

    [Fact]
    public async Task With_overwrite_a_failed_download_does_not_change_the_old_file()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1, connection => connection.MaxRetries = 1);
        string target = service.Files.File("fax.pdf", [1, 2, 3]);
        await service.FaultAsync("truncate", "GET", "/files/", times: null);

        await Assert.ThrowsAsync<FaxPlusException>(() => SaveAsync(service, target, overwrite: true));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(target));
        Assert.Equal(["fax.pdf"], service.Files.Names);
    }

    [Fact]
    [Trait("Category", "Quick")]
    public async Task A_truncated_download_is_retried_from_the_beginning()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        await service.FaultAsync("truncate", "GET", "/files/", times: 2, fault => fault["bytes"] = 100);
        await SaveAsync(service, service.Files.Path("cut.pdf"));
        await SaveAsync(service, service.Files.Path("whole.pdf"));
        Assert.Equal(File.ReadAllBytes(service.Files.Path("whole.pdf")), File.ReadAllBytes(service.Files.Path("cut.pdf")));
    }

    [Theory]
    [Trait("Category", "Quick")]
    [InlineData("truncate")]
    [InlineData("drop-after")]
    [InlineData("drop-before")]
    public async Task A_download_that_is_always_truncated_is_an_error_and_leaves_no_file(string kind)
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        await service.FaultAsync(kind, "GET", "/files/", times: null);

        FaxPlusException error = await Assert.ThrowsAsync<FaxPlusException>(() => SaveAsync(service, service.Files.Path("fax.pdf")));

        Assert.Contains(error.Kind, new[] { FaxPlusErrorKind.Network, FaxPlusErrorKind.InvalidResponse });
        Assert.True(error.IsTransient);
        Assert.Empty(service.Files.Names);
        Assert.InRange((await service.RequestsAsync("GET")).Length, 2, 30);
    }

    [Fact]
    public async Task A_page_that_is_returned_instead_of_a_file_is_not_saved()
    {
        foreach (string type in new[] { "text/html", "application/json" })
        {
            await using Stub stub = await Stub.AnsweringAsync("<html>Sign in to the hotel's network</html>", type: type);
            using var folder = new Folder();

            FaxPlusException error = await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Files.SaveFaxAsync("f1",
                FaxFormat.Pdf, new SaveOptions(folder.Path("fax.pdf")), cancellationToken: stub.TimeLimit));

            Assert.Contains(type, error.Message);
            Assert.Empty(folder.Names);
        }
    }

    [Fact]
    public async Task An_empty_body_is_not_saved()
    {
        await using Stub stub = await Stub.AnsweringAsync("", type: "application/pdf");
        using var folder = new Folder();
        await Failing.WithAsync(FaxPlusErrorKind.InvalidResponse, () => stub.Client.Files.SaveFaxAsync("f1", FaxFormat.Pdf,
            new SaveOptions(folder.Path("fax.pdf")), cancellationToken: stub.TimeLimit));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_missing_folder_or_a_folder_with_the_name_of_the_file_is_reported_before_any_request()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        FaxPlusException missing =
            await Failing.WithAsync(FaxPlusErrorKind.FileNotFound, () => SaveAsync(service, service.Files.Path("no/such/fax.pdf")));
        Assert.Contains(Path.Combine("no", "such"), missing.Message);
        await Failing.WithAsync(FaxPlusErrorKind.FileRejected, () => SaveAsync(service, service.Files.FullName));
        Assert.All(await service.RequestsAsync(), seen => Assert.DoesNotContain("/files/", seen.Path));
    }

    [Fact]
    public async Task A_cancelled_download_leaves_no_file_and_is_not_retried()
    {
        await using Service service = await Service.StartAsync(options => options.SeedFaxes = 1);
        using var stop = new CancellationTokenSource();
        service.Observer.OnProgress = _ => stop.Cancel();
        string id = (await service.FaxIdsAsync())[0];

        await Failing.CancelledAsync(() => service.Client.Files.SaveFaxAsync(id, FaxFormat.Pdf,
            new SaveOptions(service.Files.Path("fax.pdf")), cancellationToken: stop.Token));

        Assert.Empty(service.Files.Names);
        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task An_unknown_fax_is_not_found_and_leaves_no_file()
    {
        await using Service service = await Service.StartAsync();
        await Failing.WithAsync(FaxPlusErrorKind.NotFound, () => service.Client.Files.SaveReportAsync("0123456789abcdef01234567",
            new SaveOptions(service.Files.Path("r.pdf")), cancellationToken: service.TimeLimit));
        Assert.Empty(service.Files.Names);
    }

    [Fact]
    public async Task Any_response_can_be_written_to_a_file()
    {
        await using Service service = await Service.StartAsync();
        Assert.Null((await service.Client.RequestAsync(
            new FaxPlusRequest("GET", "/accounts/self") { OutFile = service.Files.Path("me.json") }, service.TimeLimit)).Body);
        Assert.Contains("ada@example.com", File.ReadAllText(service.Files.Path("me.json")));
    }

    [Fact]
    public async Task The_service_time_is_that_of_the_beginning_of_a_response_regardless_of_its_duration()
    {
        DateTimeOffset date = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await using Stub stub = await Stub.StartAsync(async context =>
        {
            context.Response.Headers.Date = date.ToString("R", CultureInfo.InvariantCulture);
            context.Response.ContentType = "application/pdf";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("%PDF"));
            await context.Response.Body.FlushAsync();
            await Task.Delay(2000);
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("and more"));
        });
        using var pipeline = new ClientPipeline(Service.Connection(stub.ApiUri)) { TokenSource =
            new StaticTokenSource(new Secret(Service.Token)) };
        var api = new ApiClient(pipeline, stub.Observer, stub.ApiUri);
        DateTimeOffset? arrived = null;
        stub.Observer.OnProgress = _ => arrived ??= DateTimeOffset.UtcNow;

        using var folder = new Folder();
        await new FileOperations(api).SaveFaxAsync("f", FaxFormat.Pdf, new SaveOptions(folder.Path("fax.pdf")), "self", stub.TimeLimit);

        Assert.InRange(pipeline.Clock.At(arrived!.Value), date, date.AddSeconds(1.5));
    }

    [Fact]
    public async Task A_response_overwrites_a_file_only_on_request()
    {
        await using Service service = await Service.StartAsync();
        string file = service.Files.File("me.json", "mine"u8.ToArray());
        await Failing.WithAsync(FaxPlusErrorKind.Conflict, () =>
            service.Client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self") { OutFile = file }, service.TimeLimit));
        Assert.Equal("mine", File.ReadAllText(file));
        await service.Client.RequestAsync(new FaxPlusRequest("GET", "/accounts/self") { OutFile = file, Overwrite = true },
            service.TimeLimit);
        Assert.Contains("ada@example.com", File.ReadAllText(file));
    }

    private static async Task SaveAsync(Service service, string target, bool overwrite = false)
    {
        string id = (await service.FaxIdsAsync())[0];
        await service.Client.Files.SaveFaxAsync(id, FaxFormat.Pdf, new SaveOptions(target, overwrite),
            cancellationToken: service.TimeLimit);
    }
}
