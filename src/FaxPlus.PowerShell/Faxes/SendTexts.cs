using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Faxes;

/// <summary>Creates descriptions and errors for a fax to send. The confirmation shows the descriptions.</summary>
internal static class SendTexts
{
    /// <summary>The error for a fax that cannot be sent as specified.</summary>
    public static FaxPlusException Rejected(string message, string advice) =>
        new(FaxPlusErrorKind.BadRequest, message) { RecommendedAction = advice };

    /// <summary>Copies a cover page. A string with lost characters causes an error, because the recipient could not read it.</summary>
    public static CoverPage? CheckedCopy(CoverPage? page)
    {
        if (page is null) return null;
        string?[] texts = [page.NameTo, page.NameFrom, page.Subject, page.Message];
        if (Array.Find(texts, text => text is not null && Cell.IsDamaged(text)) is string damaged)
        {
            throw Rejected(
                $"'{Cell.Shown(damaged)}' in the cover page has lost characters because of a wrong encoding.", "Correct the text.");
        }

        return new CoverPage
        {
            NameTo = page.NameTo,
            NameFrom = page.NameFrom,
            Subject = page.Subject,
            Message = page.Message,
            Flags = [.. page.Flags],
        };
    }

    /// <summary>Copies an uploaded file.</summary>
    public static UploadedFile Copy(UploadedFile file) =>
        new() { Path = file.Path, Name = file.Name, Length = file.Length, UserId = file.UserId };

    /// <summary>The documents of a fax.</summary>
    public static string What(SendRequest request)
    {
        IEnumerable<string> files = request.Files.Select(Path.GetFileName).Concat(request.UploadedFiles.Select(file => file.Name));
        return string.Join(", ", request.FaxId is null ? files : files.Append($"fax {request.FaxId} again"));
    }

    /// <summary>The send time, if the fax has one.</summary>
    public static string When(SendRequest request) => request.SendTime is null ? "" : $" at {TimeOf(request)}";

    /// <summary>The send time as a local time. The fax must have a send time.</summary>
    public static string TimeOf(SendRequest request) =>
        request.SendTime!.Value.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
