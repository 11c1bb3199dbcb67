using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Uploads and downloads (API reference 3.4). Contents are streamed.</summary>
public interface IFileOperations
{
    /// <summary>Uploads a file (POST /accounts/{user_id}/files).</summary>
    /// <param name="path">A file on this machine.</param>
    /// <param name="userId">The account that uploads the file, as a member's uid or <c>self</c>.</param>
    /// <param name="format">The format in which the service keeps the file; null to let the service choose.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<UploadedFile> UploadAsync(
        string path, string userId = FaxPlusDefaults.Self, FaxFormat? format = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Downloads a fax (GET /accounts/{user_id}/files/{fax_id}). The client writes the response to a file; see <see cref="SaveOptions"/>.
    /// </summary>
    Task SaveFaxAsync(
        string faxId,
        FaxFormat format,
        SaveOptions target,
        string userId = FaxPlusDefaults.Self,
        CancellationToken cancellationToken = default);

    /// <summary>Downloads the confirmation report of a fax, which is a PDF (GET /accounts/{user_id}/report/{fax_id}).</summary>
    Task SaveReportAsync(
        string faxId, SaveOptions target, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}

/// <summary>
/// The target of a download. The client writes the download to a temporary file beside the target, and renames the temporary file when the
/// download is complete. A failed or cancelled download leaves no file. If the process is killed, the temporary file remains.
/// </summary>
public sealed class SaveOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="path">The target file.</param>
    /// <param name="overwrite">
    /// Whether the download replaces an existing file; if not, an existing file causes an error of the kind Conflict.
    /// </param>
    public SaveOptions(string path, bool overwrite = false)
    {
        Path = path;
        Overwrite = overwrite;
    }

    /// <summary>The target file.</summary>
    public string Path { get; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Overwrite { get; }
}
