using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FaxPlus.Emulator;
using Xunit;

namespace FaxPlus.Emulator.Tests;

public sealed class FileTests
{
    private const string Good = "form-data; name=\"fax_file\"; filename=\"a.pdf\"";
    private const string Pdf = "application/pdf";

    [Theory]
    [InlineData(Good, Pdf)]
    [InlineData("form-data; name=\"fax_file\"; filename=\"Grüße (2).pdf\"", Pdf)]
    [InlineData("form-data; name=\"fax_file\"; filename=\"a \\\"b\\\".docx\"",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("form-data; name=fax_file; filename=\"a.txt\"", "text/plain; charset=utf-8")]
    public async Task A_well_formed_part_is_accepted(string disposition, string type)
    {
        await using var service = await TestService.StartAsync();
        using var answer = await UploadAsync(service, "x"u8.ToArray(), disposition, type);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.StartsWith("/transient-", (string?)(await TestService.ReadAsync(answer))["path"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("form-data; name=\"file\"; filename=\"a.pdf\"", Pdf, "fax_file")]
    [InlineData("form-data; name=\"fax_file\"; filename=a.pdf", Pdf, "quotes")]
    [InlineData("form-data; name=\"fax_file\"; filename*=utf-8''a.pdf", Pdf, "quotes")]
    [InlineData("form-data; name=\"fax_file\"", Pdf, "quotes")]
    [InlineData("form-data; name=\"fax_file\"; filename=\"a\"", Pdf, "extension")]
    [InlineData("form-data; name=\"fax_file\"; filename=\"=?utf-8?B?R3LDvMOfZS5wZGY=?=\"", Pdf, "extension")]
    [InlineData(Good, null, "MIME type")]
    public async Task A_badly_formed_part_is_refused_with_a_reason(string disposition, string? type, string reason)
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, reason, UploadAsync(service, "x"u8.ToArray(), disposition, type));
    }

    [Fact]
    public async Task A_file_name_is_utf_8()
    {
        await using var service = await TestService.StartAsync();
        using var form = TestService.Form("x"u8.ToArray(), "form-data; name=\"fax_file\"; filename=\"Grüße.pdf\"", Pdf);
        form.HeaderEncodingSelector = (_, _) => Encoding.Latin1;
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "UTF-8", service.Client.PostAsync("accounts/self/files", form));
    }

    [Fact]
    public async Task An_upload_has_one_part_that_is_not_empty()
    {
        await using var service = await TestService.StartAsync();
        using var none = new StringContent("--b--\r\n");
        none.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        using var raw = new ByteArrayContent("x"u8.ToArray());
        using var two = TestService.Form("x"u8.ToArray(), Good, Pdf);
        two.Add(TestService.Form("y"u8.ToArray(), Good, Pdf).Single());

        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "empty", UploadAsync(service, [], Good, Pdf));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "no part", service.Client.PostAsync("accounts/self/files", none));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "multipart/form-data",
            service.Client.PostAsync("accounts/self/files", raw));
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "more than one", service.Client.PostAsync("accounts/self/files", two));
    }

    [Fact]
    public async Task A_format_is_pdf_or_tiff()
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'format'",
            service.Client.PostAsync("accounts/self/files?format=docx", TestService.Form("x"u8.ToArray(), Good, Pdf)));
        var id = await ReceiveAsync(service, 1);
        await TestService.RefusedAsync(HttpStatusCode.BadRequest, "'format'",
            service.Client.GetAsync($"accounts/self/files/{id}?format=docx"));
    }

    [Fact]
    public async Task One_uploaded_pdf_is_returned_byte_for_byte()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        var content = new byte[200_000];
        new Random(1).NextBytes(content);
        var path = await service.UploadAsync(content);
        await service.SendFaxAsync(change: b => b["files"] = new JsonArray(path));
        var fax = await service.WaitForSentAsync();
        using var answer = await service.Client.GetAsync($"accounts/self/files/{fax["id"]}?format=pdf");

        Assert.Equal(Pdf, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(content.Length, answer.Content.Headers.ContentLength);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Several_files_are_returned_as_one_pdf_with_all_pages()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        var threePages = await service.Client.GetByteArrayAsync($"accounts/self/files/{await ReceiveAsync(service, 3)}");
        var files = new JsonArray(await service.UploadAsync(threePages),
            await service.UploadAsync("text"u8.ToArray(), "Grüße (2) \U0001F600.txt", "text/plain"));
        await service.SendFaxAsync(change: b => b["files"] = files);
        var fax = await service.WaitForSentAsync();
        var pdf = PdfDocument.Read(await service.Client.GetByteArrayAsync($"accounts/self/files/{fax["id"]}"));

        Assert.Equal(4, (int?)fax["pages"]);
        Assert.Equal(4, pdf.Pages.Length);
        Assert.Contains("Grüße (2) ??.txt (4 bytes)", pdf.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<< /Type /Page >>\n")]
    [InlineData("<</Type/Page>>\n")]
    public async Task The_pages_of_a_pdf_are_counted_at_any_position(string page)
    {
        // The length of the text is not a power of two, so that some occurrences cross the block boundaries of a reader.
        const int pages = 9000;
        var content = "%PDF-1.4\n<< /Type /Pages >>\n" + string.Concat(Enumerable.Repeat(page, pages)) + "%%EOF";
        await using var service = await TestService.StartAsync();
        var path = await service.UploadAsync(Encoding.ASCII.GetBytes(content));
        var id = await service.SendFaxAsync(change: b => b["files"] = new JsonArray(path));

        Assert.Equal(pages, (int?)(await service.GetAsync($"accounts/self/outbox/{id}"))["page_count"]);
    }

    [Fact]
    public async Task A_received_fax_is_a_pdf_of_its_pages()
    {
        await using var service = await TestService.StartAsync();
        var id = await ReceiveAsync(service, 5);
        var pdf = PdfDocument.Read(await service.Client.GetByteArrayAsync($"accounts/self/files/{id}?format=pdf"));

        Assert.Equal(5, pdf.Pages.Length);
        Assert.Contains("Page 5 of 5", pdf.Pages[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fax_is_a_tiff_of_its_pages()
    {
        await using var service = await TestService.StartAsync();
        var id = await ReceiveAsync(service, 4);
        using var answer = await service.Client.GetAsync($"accounts/self/files/{id}?format=tiff");

        Assert.Equal("image/tiff", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(4, TiffImage.CountPages(await answer.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [InlineData("", "image/tiff", "image/tiff")]
    [InlineData("", "application/pdf;q=0.5, image/tiff", "image/tiff")]
    [InlineData("?format=pdf", "image/tiff", Pdf)]
    [InlineData("", "application/json", Pdf)]
    [InlineData("", null, Pdf)]
    public async Task The_query_takes_precedence_over_the_accept_header(string query, string? accept, string expected)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"accounts/self/files/{await ReceiveAsync(service, 1)}{query}");
        if (accept is not null) request.Headers.Add("Accept", accept);
        using var answer = await service.Client.SendAsync(request);

        Assert.Equal(expected, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Without_a_requested_format_the_format_of_the_account_is_used()
    {
        await using var service = await TestService.StartAsync();
        using var changed = await service.PutAsync("accounts/self",
            new JsonObject { ["account_data"] = new JsonObject { ["default_file_type"] = "tiff" } });
        using var answer = await service.Client.GetAsync($"accounts/self/files/{await ReceiveAsync(service, 1)}");

        Assert.Equal("image/tiff", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_confirmation_report_is_a_pdf_with_the_result_of_the_fax()
    {
        await using var service = await TestService.StartAsync(o => o.SendSeconds = 0);
        await service.SendFaxAsync("+41445550001");
        var fax = await service.WaitForSentAsync("+41445550001");
        using var answer = await service.Client.GetAsync($"accounts/self/report/{fax["id"]}");
        var text = PdfDocument.Read(await answer.Content.ReadAsByteArrayAsync()).Text;

        Assert.Equal(Pdf, answer.Content.Headers.ContentType?.MediaType);
        foreach (var line in (string[])[$"Fax id: {fax["id"]}", $"From: {TestService.OwnNumber}", "To: +41445550001",
            "Status: failed_user_busy", "Pages: 1", $"Submitted: {fax["submit_time"]}"])
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_file_and_report_of_an_unknown_fax_are_not_found()
    {
        await using var service = await TestService.StartAsync();
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "unknown", service.Client.GetAsync("accounts/self/files/unknown"));
        await TestService.RefusedAsync(HttpStatusCode.NotFound, "unknown", service.Client.GetAsync("accounts/self/report/unknown"));
    }

    private static Task<HttpResponseMessage> UploadAsync(TestService service, byte[] content, string disposition, string? type) =>
        service.Client.PostAsync("accounts/self/files", TestService.Form(content, disposition, type));

    private static async Task<string> ReceiveAsync(TestService service, int pages) =>
        (string)(await service.PostForJsonAsync("/_emulator/receive", new JsonObject { ["pages"] = pages }))["ids"]![0]!;
}
