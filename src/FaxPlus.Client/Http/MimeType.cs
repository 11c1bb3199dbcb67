using System.IO;

namespace FaxPlus.Client.Http;

/// <summary>
/// The MIME types of the file formats that the API documentation lists (API reference 1). Files in other formats are not refused, but
/// sent as application/octet-stream, because the service may accept more formats than it documents.
/// </summary>
internal static class MimeType
{
    public static string Of(string fileName) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".doc" => "application/msword",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xls" => "application/vnd.ms-excel",
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".ppt" => "application/vnd.ms-powerpoint",
        ".pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".odt" => "application/vnd.oasis.opendocument.text",
        ".ods" => "application/vnd.oasis.opendocument.spreadsheet",
        ".txt" => "text/plain",
        ".htm" or ".html" => "text/html",
        ".csv" => "text/csv",
        ".rtf" => "application/rtf",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".bmp" => "image/bmp",
        ".tif" or ".tiff" => "image/tiff",
        _ => "application/octet-stream",
    };
}
