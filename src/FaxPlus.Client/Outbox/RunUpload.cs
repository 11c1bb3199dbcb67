namespace FaxPlus.Client.Outbox;

/// <summary>A file that a run has uploaded.</summary>
/// <param name="file">The uploaded file.</param>
/// <param name="losses">The number of lost uploads that had been detected when this upload began.</param>
internal sealed class RunUpload(UploadedFile file, int losses)
{
    public UploadedFile File => file;

    public int Losses => losses;
}
