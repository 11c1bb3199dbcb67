using System.Linq;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>The two formats of downloaded faxes.</summary>
internal sealed record FaxFormat(string Name, string MimeType)
{
    public static readonly FaxFormat Pdf = new("pdf", "application/pdf");
    public static readonly FaxFormat Tiff = new("tiff", "image/tiff");

    public static FaxFormat Parse(string name) => name switch
    {
        "pdf" => Pdf,
        "tiff" => Tiff,
        _ => throw ApiException.BadRequest($"'format' must be pdf or tiff, not '{name}'."),
    };

    /// <summary>
    /// Returns the <c>format</c> of the query or, if the query has none, the preferred format of the <c>Accept</c> header. If neither
    /// specifies a supported format, returns the default format of the account.
    /// </summary>
    public static FaxFormat Choose(string? format, HttpRequest request, Account account)
    {
        if (format is not null) return Parse(format);
        var preferred = request.GetTypedHeaders().Accept
            .OrderByDescending(a => a.Quality ?? 1)
            .Select(a => a.MediaType.Value)
            .FirstOrDefault(a => a == Pdf.MimeType || a == Tiff.MimeType);
        return preferred is null ? account.DefaultFormat : preferred == Pdf.MimeType ? Pdf : Tiff;
    }
}
