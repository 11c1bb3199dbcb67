using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Files;

internal sealed class FileOperations(ApiClient api) : IFileOperations
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>
    /// The file size in bytes above which an upload sends Expect: 100-continue. For a smaller file, the header may cost more time than it
    /// saves, because HttpClient waits one second if the service ignores the header.
    /// </summary>
    private const long ExpectContinueThreshold = 2 * 1024 * 1024;

    public Task<UploadedFile> UploadAsync(string path, string userId, FaxFormat? format, CancellationToken cancellationToken) =>
        UploadAsync(path, new FileHasher().Of(path, cancellationToken), userId, format, cancellationToken);

    /// <summary>Uploads a file if its contents still have the specified digest.</summary>
    public async Task<UploadedFile> UploadAsync(
        string path, string digest, string userId, FaxFormat? format, CancellationToken cancellationToken)
    {
        LocalFile file = LocalFile.Check(path);
        string target = ApiPath.Of(userId, "files");
        if (format is FaxFormat wanted) target = QueryString.Add(target, [FormatParameter(wanted)]);
        UploadAnswer answer;
        try
        {
            // The header Expect: 100-continue allows a service to refuse a file that is too large before the file is sent.
            answer = await api.GetAsync<UploadAnswer>(
                FaxPlusOperations.UploadFile,
                target,
                cancellationToken,
                call => new FileUploadContent(file, digest, call),
                prepare: request => request.Headers.ExpectContinue = file.Length > ExpectContinueThreshold).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.StatusCode == 413)
        {
            throw TooLarge(file, error);
        }
        catch (FaxPlusException error) when (error.Kind is FaxPlusErrorKind.Network or FaxPlusErrorKind.Timeout)
        {
            // The file may be the cause: a service or proxy that refuses the size of the file may close the connection before the response
            // is read.
            throw new FaxPlusException(
                error, $"{error.Message} The file '{file.Name}' ({SizeOf(file)}) was not uploaded; its size may be the cause.");
        }

        if (string.IsNullOrEmpty(answer.Path))
        {
            throw new FaxPlusException(
                FaxPlusErrorKind.InvalidResponse, $"Uploading '{file.Name}' failed: the service accepted the file but returned no path.")
            {
                Operation = FaxPlusOperations.UploadFile.ToString(),
                StatusCode = 201,
                RecommendedAction = "Check the address of the API: the server at this address is not the Fax.Plus API.",
                Advice = FaxPlusAdvice.ApiAddress,
            };
        }

        return new UploadedFile { Path = answer.Path!, Name = file.Name, Length = file.Length, UserId = userId };
    }

    /// <summary>
    /// Creates the error for a file that the service refused because of its size. The message contains the name and the size of the file.
    /// </summary>
    internal static FaxPlusException TooLarge(LocalFile file, FaxPlusException error) =>
        new(
            error,
            FaxPlusErrorKind.FileRejected,
            $"'{file.Name}' is too large for the service: its size is {SizeOf(file)}. {error.Message}")
        {
            RecommendedAction = ErrorFactory.SizeAdvice,
        };

    public Task SaveFaxAsync(string faxId, FaxFormat format, SaveOptions target, string userId, CancellationToken cancellationToken) =>
        SaveAsync(
            FaxPlusOperations.DownloadFax,
            QueryString.Add(ApiPath.Of(userId, "files", faxId), [FormatParameter(format)]),
            target,
            cancellationToken);

    public Task SaveReportAsync(string faxId, SaveOptions target, string userId, CancellationToken cancellationToken) =>
        SaveAsync(FaxPlusOperations.DownloadReport, ApiPath.Of(userId, "report", faxId), target, cancellationToken);

    private async Task SaveAsync(FaxPlusOperation operation, string path, SaveOptions target, CancellationToken cancellationToken)
    {
        using var download = new Download(target);
        await api.SendAsync(operation, path, null, ReadAsync, cancellationToken).ConfigureAwait(false);
        download.Commit();

        // An HTML page of a proxy, or a JSON message, must not be saved as a fax, even if the status is 200.
        Task ReadAsync(HttpResponseMessage response, RequestContext call, CancellationToken token) =>
            response.Content.Headers.ContentType?.MediaType is "text/html" or "application/json"
                ? throw ErrorFactory.Unreadable("is not a file", response, call, null)
                : download.ReadAsync(response, call, token);
    }

    private static string SizeOf(LocalFile file) => string.Format(
        CultureInfo.InvariantCulture,
        file.Length < Megabyte ? "{0:N0} bytes" : "{0:0.0} MB",
        file.Length < Megabyte ? file.Length : file.Length / (double)Megabyte);

    private static KeyValuePair<string, string> FormatParameter(FaxFormat format) =>
        ApiClient.Parameter("format", format == FaxFormat.Pdf ? "pdf" : "tiff");
}
