using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus;

/// <summary>Uploads and downloads (API reference 3.4). Nothing is ever held in memory whole.</summary>
public interface IFileOperations
{
    /// <summary>POST /accounts/{user_id}/files.</summary>
    /// <param name="path">A file of this machine.</param>
    /// <param name="userId">Whose upload it is.</param>
    /// <param name="format">The format that the service keeps it in, or null for its own choice.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<UploadedFile> UploadAsync(string path, string userId = FaxPlusDefaults.Self, FaxFormat? format = null, CancellationToken cancellationToken = default);

    /// <summary>GET /accounts/{user_id}/files/{fax_id}, written to a file; see <see cref="SaveOptions"/>.</summary>
    Task SaveFaxAsync(string faxId, FaxFormat format, SaveOptions target, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);

    /// <summary>GET /accounts/{user_id}/report/{fax_id}: the confirmation report, a PDF.</summary>
    Task SaveReportAsync(string faxId, SaveOptions target, string userId = FaxPlusDefaults.Self, CancellationToken cancellationToken = default);
}

/// <summary>
/// Where a download goes. It is written to a temporary file beside the target, which is renamed when it is whole;
/// a download that fails or is cancelled before leaves no file behind. Of a process that is killed the temporary file remains.
/// </summary>
public sealed class SaveOptions
{
    /// <summary>Names the target.</summary>
    /// <param name="path">The target file.</param>
    /// <param name="overwrite">Whether a file that is there is replaced; otherwise it is an error of the kind Conflict.</param>
    public SaveOptions(string path, bool overwrite = false)
    {
        Path = path;
        Overwrite = overwrite;
    }

    /// <summary>The target file.</summary>
    public string Path { get; }

    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Overwrite { get; }
}
