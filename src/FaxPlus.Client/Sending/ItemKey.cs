using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Json;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>
/// Tells the items of a run apart: by the given key, else by all that is seen on the paper of the one who receives it, and
/// when. The comment is not part of it: scripts write the time of the run there.
/// </summary>
internal sealed class ItemKey
{
    /// <summary>The digest of destinations, contents, sender and time.</summary>
    public async Task<string> ContentsAsync(SendRequest request, string? from, CancellationToken cancellationToken)
    {
        if (request.UploadedFiles.Count > 0 && request.Key is null)
        {
            throw Preparation.Rejected("The contents of an uploaded file are not known here, so that a journal cannot tell the item by them.", "Name each item with -Key, or send the files with -Path.");
        }

        var parts = new List<string> { request.UserId, PhoneNumber.Normalize(from), request.SendTime?.UtcDateTime.ToString("O") ?? "", request.FaxId ?? "", request.Enhance ? "" : "plain" };
        parts.AddRange(request.To.Select(PhoneNumber.Normalize).Distinct().OrderBy(to => to, StringComparer.Ordinal));
        foreach (string file in request.Files) parts.Add(await DigestAsync(file, cancellationToken).ConfigureAwait(false));
        parts.AddRange(request.UploadedFiles.Select(file => file.Path));
        if (request.CoverPage is CoverPage page) parts.Add(JsonSerializer.Serialize(page, WireJson.Of<CoverPage>()));
        return Digest.Of(string.Join("\n", parts.Select(part => $"{part.Length}:{part}"))).Substring(0, 32);
    }

    /// <summary>What is in a file. Its length and its time would not tell: copies and unpacked files bring theirs with them.</summary>
    public static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await Digest.OfFileAsync(LocalFile.Find(path).FullName, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Knows the difference between a file that is missing and one that is held open.
            LocalFile.Check(path);
            throw new FaxPlusException(FaxPlusErrorKind.FileRejected, $"The file '{path}' cannot be read: {exception.Message}", exception)
            {
                RecommendedAction = "Check its permissions, and whether another program holds it open.",
            };
        }
    }
}
