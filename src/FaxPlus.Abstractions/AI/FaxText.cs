namespace FaxPlus;

/// <summary>The text that Fax AI has recognized in a fax (API reference 3.9).</summary>
public sealed class FaxText
{
    /// <summary>The fax id.</summary>
    public string FaxId { get; set; } = "";

    /// <summary>The account that the request specified, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The status; <see cref="AIStatus"/> lists the documented statuses.</summary>
    public string? Status { get; set; }

    /// <summary>The recognized text; null if it is not available.</summary>
    public string? Text { get; set; }

    /// <summary>The recognized text, or an empty string.</summary>
    public override string ToString() => Text ?? "";
}
