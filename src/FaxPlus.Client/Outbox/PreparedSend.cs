using System.Collections.Generic;

namespace FaxPlus.Client.Outbox;

/// <summary>What a send needs beside its request.</summary>
/// <param name="from">The number to send from.</param>
/// <param name="files">What the service has of the pages.</param>
internal sealed class PreparedSend(string from, IReadOnlyList<UploadedFile> files)
{
    public string From => from;

    public IReadOnlyList<UploadedFile> Files => files;
}
