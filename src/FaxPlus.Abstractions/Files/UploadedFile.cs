namespace FaxPlus;

/// <summary>An uploaded file, which can be sent (API reference 3.4). The service keeps uploaded files for an undocumented time.</summary>
public sealed class UploadedFile
{
    /// <summary>The path of the file in the service, such as <c>/transient-…</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>The file name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The size in bytes.</summary>
    public long Length { get; set; }

    /// <summary>The account that uploaded the file, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The path of the file in the service.</summary>
    public override string ToString() => PrintableText.Of(Path);
}
