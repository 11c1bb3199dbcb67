namespace FaxPlus;

/// <summary>
/// A file that the service keeps for some time, ready to be sent (API reference 3.4). How long it is kept is not documented.
/// </summary>
public sealed class UploadedFile
{
    /// <summary>The service's path of the file, such as <c>/transient-…</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>The file name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The size in bytes.</summary>
    public long Length { get; set; }

    /// <summary>The account that uploaded it: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The service's path.</summary>
    public override string ToString() => PrintableText.Of(Path);
}
