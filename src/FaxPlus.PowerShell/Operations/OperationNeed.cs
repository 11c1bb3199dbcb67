namespace FaxPlus;

/// <summary>An operation that a call makes, or may make.</summary>
internal sealed class OperationNeed(FaxPlusOperation? operation, bool isCertain, string? when)
{
    /// <summary>The operation; null where only the run can tell which.</summary>
    public FaxPlusOperation? Operation { get; } = operation;

    /// <summary>Whether the call makes it in any case, or else another one of the same kind; as far as what is known of the call goes.</summary>
    public bool IsCertain { get; } = isCertain;

    /// <summary>When a call of the cmdlet makes it, for a person: "with -Wait"; null for always.</summary>
    public string? When { get; } = when;
}
