namespace FaxPlus;

/// <summary>An operation that a call makes, or may make.</summary>
internal sealed class OperationNeed(FaxPlusOperation? operation, bool isCertain, string? when)
{
    /// <summary>The operation; null if it is known only at run time.</summary>
    public FaxPlusOperation? Operation { get; } = operation;

    /// <summary>Whether every such call makes it, or an alternative to it.</summary>
    public bool IsCertain { get; } = isCertain;

    /// <summary>When a call of the cmdlet makes it, for display: "with -Wait"; null for always.</summary>
    public string? When { get; } = when;
}
