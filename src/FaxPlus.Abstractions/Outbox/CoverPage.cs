namespace FaxPlus;

/// <summary>A cover page that the service creates (API reference 3.5).</summary>
public sealed class CoverPage
{
    /// <summary>The recipient.</summary>
    public string? NameTo { get; set; }

    /// <summary>The sender.</summary>
    public string? NameFrom { get; set; }

    /// <summary>The subject.</summary>
    public string? Subject { get; set; }

    /// <summary>The message to the recipient.</summary>
    public string? Message { get; set; }

    /// <summary>The flags: any of <c>urgent</c>, <c>for_review</c>, <c>please_reply</c>, <c>confidential</c>.</summary>
    public string[] Flags { get; set; } = [];

    /// <summary>For tables: the subject, or the recipient if there is no subject.</summary>
    public override string ToString() => PrintableText.Of(Subject ?? NameTo ?? "");
}
