using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Client.Outbox;

/// <summary>The sender number and the files of a prepared send.</summary>
/// <param name="from">The sender number.</param>
/// <param name="uploads">The files that this run has uploaded.</param>
/// <param name="others">The files of the request that were uploaded before this run.</param>
internal sealed class PreparedSend(string from, IReadOnlyList<RunUpload> uploads, IReadOnlyList<UploadedFile> others)
{
    public string From => from;

    public IReadOnlyList<RunUpload> Uploads => uploads;

    public IReadOnlyList<UploadedFile> Files { get; } = [.. uploads.Select(upload => upload.File), .. others];
}
