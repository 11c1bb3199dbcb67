using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace FaxPlus.Emulator;

/// <summary>Handles uploads, and downloads of faxes and confirmation reports.</summary>
internal static class Files
{
    private const string PartName = "fax_file";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/accounts/{user}/files", UploadAsync).Needs(Scopes.Upload);
        api.MapGet("/accounts/{user}/files/{id}", Download).Needs(Scopes.ReadFaxes);
        api.MapGet("/accounts/{user}/report/{id}", Report).Needs(Scopes.ReadFaxes);
    }

    private static async Task<IResult> UploadAsync(
        string user, string? format, Caller caller, ServiceState state, UploadStore uploads, HttpRequest request, CancellationToken ct)
    {
        lock (state.Gate) state.Person(caller, user);
        if (format is not null) FaxFormat.Parse(format);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
        {
            throw ApiException.BadRequest("The Content-Type must be multipart/form-data with a boundary.");
        }

        UploadedFile? upload = null;
        try
        {
            var reader = new MultipartReader(boundary.ToString(), request.Body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                var (fileName, mimeType) = Describe(section);
                if (upload is not null) throw ApiException.BadRequest($"There is more than one part '{PartName}'.");
                upload = await uploads.AddAsync(fileName, mimeType, section.Body, ct);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException && !ct.IsCancellationRequested)
        {
            throw ApiException.BadRequest($"The multipart body is invalid: {error.Message}");
        }

        return upload is null
            ? throw ApiException.BadRequest($"There is no part '{PartName}'.")
            : Answer.Json(new JsonObject { ["path"] = upload.Path }, StatusCodes.Status201Created);
    }

    // As at the service, the part must have the required name, a quoted file name and a MIME type.
    private static (string FileName, string MimeType) Describe(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            || HeaderUtilities.RemoveQuotes(disposition.Name) != PartName)
        {
            throw ApiException.BadRequest(
                $"The part must be named '{PartName}': Content-Disposition: form-data; name=\"{PartName}\"; filename=\"…\".");
        }

        var quoted = disposition.Parameters
            .FirstOrDefault(p => p.Name.Equals("filename", StringComparison.OrdinalIgnoreCase))?.Value ?? default;
        if (quoted.Length < 2 || quoted[0] != '"') throw ApiException.BadRequest("The part must have a file name in double quotes.");
        var fileName = HeaderUtilities.UnescapeAsQuotedString(quoted).ToString();
        if (fileName.Contains('\uFFFD', StringComparison.Ordinal)) throw ApiException.BadRequest("The file name is not valid UTF-8.");
        if (Path.GetExtension(fileName).Length < 2) throw ApiException.BadRequest($"The file name '{fileName}' has no extension.");
        if (!MediaTypeHeaderValue.TryParse(section.ContentType, out var type))
        {
            throw ApiException.BadRequest("The part must have a MIME type.");
        }

        return (fileName, type.MediaType.ToString());
    }

    private static IResult Download(string user, string id, string? format, Caller caller, ServiceState state, HttpRequest request)
    {
        lock (state.Gate)
        {
            var person = state.Person(caller, user);
            var fax = state.FaxOfFile(person, id);
            var chosen = FaxFormat.Choose(format, request, person);

            // If the fax consists of one uploaded file in the requested format, the file is returned unchanged. Otherwise, a document is
            // generated.
            if (fax.Files is [var only] && only.Is(chosen)) return new DiskFile(only.DiskPath, chosen, id);
            return Answer.File(chosen == FaxFormat.Pdf ? Draw(fax) : Tiff.Write(fax.Pages), chosen.MimeType, $"{id}.{chosen.Name}");
        }
    }

    private static IResult Report(string user, string id, Caller caller, ServiceState state)
    {
        lock (state.Gate)
        {
            var fax = state.Fax(state.Person(caller, user), id);
            return Answer.File(WriteReport(fax), FaxFormat.Pdf.MimeType, $"report-{id}.pdf");
        }
    }

    private static byte[] Draw(Fax fax)
    {
        IEnumerable<string> files = fax.Files.Select((f, i) => $"File {i + 1}: {f.FileName} ({f.Length} bytes)");
        return Pdf.Write([.. Enumerable.Range(1, fax.Pages).Select(page => (IReadOnlyList<string>)
        [
            $"Fax {fax.Id}",
            $"From {fax.From ?? "-"} to {fax.To ?? "-"}",
            $"Page {page} of {fax.Pages}",
            .. page == 1 ? files : [],
        ])]);
    }

    private static byte[] WriteReport(Fax fax) => Pdf.Write(
    [
        [
            "Fax Confirmation Report",
            "",
            $"Fax id: {fax.Id}",
            $"From: {fax.From ?? "-"}",
            $"To: {fax.To ?? "-"}",
            $"Status: {fax.Status}",
            $"Pages: {fax.Pages}",
            $"Submitted: {Times.ToWire(fax.SubmitTime) ?? "-"}",
            $"Started: {Times.ToWire(fax.StartTime)}",
            string.Create(CultureInfo.InvariantCulture, $"Duration: {fax.Duration} s"),
            $"Last update: {Times.ToWire(fax.LastUpdate)}",
        ],
    ]);

    /// <summary>A response that streams a file and declares its length.</summary>
    private sealed class DiskFile(string diskPath, FaxFormat format, string id) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using var file = new FileStream(
                diskPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, useAsync: true);
            var response = httpContext.Response;
            response.ContentType = format.MimeType;
            response.ContentLength = file.Length;
            response.Headers.ContentDisposition = $"attachment; filename=\"{id}.{format.Name}\"";
            await file.CopyToAsync(response.Body, httpContext.RequestAborted);
        }
    }
}
