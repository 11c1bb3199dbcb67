using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using FaxPlus.Client.IO;
using FaxPlus.Client.Json;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// The key that identifies an item within a journal: the given key, or a digest of everything that the recipient sees and of the send time.
/// The comment is excluded, because scripts write the time of the run into it.
/// </summary>
internal static class ItemKey
{
    /// <summary>The digest of destinations, contents, sender and time.</summary>
    public static string Contents(SendRequest request, string? from, FileHasher files, CancellationToken cancellationToken)
    {
        if (request.UploadedFiles.Count > 0 && request.Key is null)
        {
            throw SendPreparer.Rejected("The contents of an uploaded file are not known here, so that a journal cannot tell the item by them.", "Give each item a key, or send files instead of uploads.", FaxPlusAdvice.Key);
        }

        var parts = new List<string> { request.UserId, PhoneNumber.Normalize(from), request.SendTime?.UtcDateTime.ToString("O") ?? "", request.FaxId ?? "", request.Enhance ? "" : "plain" };
        parts.AddRange(request.To.Select(PhoneNumber.Normalize).Distinct().OrderBy(to => to, StringComparer.Ordinal));
        foreach (string file in request.Files) parts.Add(files.Of(file, cancellationToken));
        parts.AddRange(request.UploadedFiles.Select(file => file.Path));
        if (request.CoverPage is CoverPage page) parts.Add(JsonSerializer.Serialize(page, WireJson.Of<CoverPage>()));
        return Of(parts);
    }

    /// <summary>The digest of the documents alone; null if the contents are not available here.</summary>
    public static string? Documents(SendRequest request, FileHasher files, CancellationToken cancellationToken)
    {
        if (request.UploadedFiles.Count > 0 || (request.Files.Count == 0 && request.FaxId is null)) return null;
        return Of([request.FaxId ?? "", .. request.Files.Select(file => files.Of(file, cancellationToken))]);
    }

    private static string Of(IEnumerable<string> parts) => Digest.Of(string.Join("\n", parts.Select(part => $"{part.Length}:{part}"))).Substring(0, 32);
}
