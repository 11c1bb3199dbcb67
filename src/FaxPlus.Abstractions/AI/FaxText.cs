namespace FaxPlus;

/// <summary>The text that Fax AI has read on a fax (API reference 3.9).</summary>
public sealed class FaxText
{
    /// <summary>The fax.</summary>
    public string FaxId { get; set; } = "";

    /// <summary>The account that was asked: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>How far it has come; <see cref="AIStatus"/> knows the documented words.</summary>
    public string? Status { get; set; }

    /// <summary>The text.</summary>
    public string? Text { get; set; }

    /// <summary>The text.</summary>
    public override string ToString() => Text ?? "";
}
