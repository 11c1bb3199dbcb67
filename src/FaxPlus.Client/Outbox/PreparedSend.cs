using System.Collections.Generic;

namespace FaxPlus.Client.Outbox;

/// <summary>The results of preparing a send.</summary>
/// <param name="from">The number to send from.</param>
/// <param name="files">The uploaded files.</param>
internal sealed class PreparedSend(string from, IReadOnlyList<UploadedFile> files)
{
    public string From => from;

    public IReadOnlyList<UploadedFile> Files => files;
}
