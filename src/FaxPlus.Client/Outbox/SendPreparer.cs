using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Files;
using FaxPlus.Client.Http;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Outbox;

/// <summary>Prepares sends: determines the sender number, and uploads each file only once per run.</summary>
internal sealed class SendPreparer(FileOperations files, INumberOperations numbers, string? defaultFrom) : IDisposable
{
    private readonly AsyncCache<RunUpload> _uploads = new();
    private readonly FileHasher _digests = new();

    // The errors of files that the service refused because of their size, by file digest. Such a file is not uploaded again.
    private readonly ConcurrentDictionary<string, FaxPlusException> _tooLarge = new(StringComparer.Ordinal);
    private readonly SenderNumber _senderNumber = new(numbers, defaultFrom);

    // The number of lost uploads that were detected.
    private int _losses;

    /// <summary>Returns the sender number that the request or the run specifies; null if neither specifies a number.</summary>
    public string? NamedSender(SendRequest request) => _senderNumber.Named(request);

    /// <summary>
    /// Returns the sender number, or null if it cannot be determined. If necessary, the numbers of the account are requested, once per run.
    /// </summary>
    public Task<string?> TryFindSenderAsync(SendRequest request, CancellationToken cancellationToken) =>
        _senderNumber.TryAsync(request, cancellationToken);

    /// <summary>Returns the sender number. If necessary, the numbers of the account are requested, once per run.</summary>
    public Task<string> FindSenderAsync(SendRequest request, CancellationToken cancellationToken) =>
        _senderNumber.OfAsync(request, cancellationToken);

    /// <summary>Returns the keys that an item may have within the journal of an account.</summary>
    public ItemKeys Keys(SendRequest request, string? uid, CancellationToken cancellationToken) =>
        new(request, NamedSender(request), uid, DigestsOf(request, cancellationToken));

    /// <summary>
    /// Computes the digest of the documents, without the other data of the request. Returns null if the request contains uploaded files,
    /// because their contents are not available on this machine.
    /// </summary>
    public string? Documents(SendRequest request, CancellationToken cancellationToken) =>
        ItemKeys.HasDocuments(request) ? ItemKeys.Documents(request, DigestsOf(request, cancellationToken)) : null;

    /// <summary>Computes the digests of the files of a request. A later send fails if the files have changed in the meantime.</summary>
    public void Examine(SendRequest request, CancellationToken cancellationToken) =>
        request.Digests = DigestsOf(request, cancellationToken);

    /// <summary>Checks the request and its files without sending or uploading anything.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isSent">Whether the request will be sent. If so, the contents of its files are read.</param>
    /// <param name="cancellationToken">Cancels reading the files.</param>
    /// <returns>The sender number.</returns>
    public Task<string> ResolveSenderAsync(SendRequest request, bool isSent, CancellationToken cancellationToken)
    {
        Check(request);
        if (isSent) Examine(request, cancellationToken);
        else foreach (string file in request.Files) LocalFile.Check(file);
        return _senderNumber.OfAsync(request, cancellationToken);
    }

    public async Task<PreparedSend> PrepareAsync(SendRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        // All files are checked before the first upload, so that a missing file is reported before any file is uploaded.
        List<LocalFile> documents = [.. request.Files.Select(LocalFile.Find)];
        IReadOnlyList<string> digests = DigestsOf(request, cancellationToken);
        string from = await _senderNumber.OfAsync(request, cancellationToken).ConfigureAwait(false);
        var uploaded = new List<RunUpload>();
        foreach ((LocalFile file, string digest) in documents.Zip(digests, (file, digest) => (file, digest)))
        {
            if (_tooLarge.TryGetValue(digest, out FaxPlusException? refused)) throw FileOperations.TooLarge(file, refused);
            try
            {
                uploaded.Add(await _uploads.GetAsync(
                    $"{request.UserId}|{digest}|{file.Name}",
                    () => UploadAsync(file, digest, request.UserId, cancellationToken),
                    cancellationToken).ConfigureAwait(false));
            }
            catch (FaxPlusException error) when (error is { StatusCode: 413, InnerException: FaxPlusException answer })
            {
                _tooLarge[digest] = answer;
                throw;
            }
        }

        return new PreparedSend(from, uploaded, request.UploadedFiles);
    }

    /// <summary>
    /// Prepares a request again after the service has lost an upload. The files of the request that were uploaded before the loss was
    /// detected are uploaded again, once for all requests.
    /// </summary>
    public Task<PreparedSend> PrepareAnewAsync(
        SendRequest request, PreparedSend prepared, UploadedFile lost, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _losses);
        int seen = prepared.Uploads.First(upload => upload.File == lost).Losses;
        foreach (RunUpload upload in prepared.Uploads.Where(upload => upload.Losses <= seen)) _uploads.Forget(upload);
        return PrepareAsync(request, cancellationToken);
    }

    private IReadOnlyList<string> DigestsOf(SendRequest request, CancellationToken cancellationToken) =>
        request.Digests ?? [.. request.Files.Select(file => _digests.Of(file, cancellationToken))];

    private async Task<RunUpload> UploadAsync(LocalFile file, string digest, string userId, CancellationToken cancellationToken)
    {
        int losses = Volatile.Read(ref _losses);
        return new RunUpload(await files.UploadAsync(file.FullName, digest, userId, null, cancellationToken).ConfigureAwait(false), losses);
    }

    public void Dispose() => _senderNumber.Dispose();

    public static FaxPlusException Rejected(string message, string action, FaxPlusAdvice advice = FaxPlusAdvice.None) =>
        new(FaxPlusErrorKind.BadRequest, message)
        {
            Operation = FaxPlusOperations.SendFax.ToString(),
            RecommendedAction = action,
            Advice = advice,
        };

    private static void Check(SendRequest request)
    {
        if (request.To.Count == 0 || request.To.Any(string.IsNullOrWhiteSpace))
        {
            throw Rejected("A destination is missing or empty.", "Specify the number to send to, such as +14155550123.");
        }

        if (request.To.Count > FaxPlusDefaults.MaxDestinations)
        {
            throw Rejected(
                $"{request.To.Count} destinations exceed the maximum of {FaxPlusDefaults.MaxDestinations} for a request.",
                "Send the fax in several requests.");
        }

        if (request.FaxId is null && request.Files.Count + request.UploadedFiles.Count == 0)
        {
            throw Rejected("There is nothing to send.", "Specify a file, an uploaded file, or the id of a fax to send again.");
        }
    }
}
